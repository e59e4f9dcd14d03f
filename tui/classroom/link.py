"""A line to a class's broker: what is said is retained there, said again after a dropped line, and never waited for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from tui.classroom.address import Address

KEEPALIVE = 30
"""Seconds of silence after which both ends make sure that the line is still there."""
RETRY = (1, 30)
"""Seconds between two attempts to connect: at first, and at most."""
GOODBYE = 1.0
"""Seconds `close` waits at most until the last words are out."""

Heard = Callable[[str, bytes, bool], None]


class Line:
    """Says the newest of each topic, and hears others. All methods return at once, from any thread, but `close`.

    `heard` is called with a message's topic, its bytes, and whether it was kept by the broker (it happened before);
    `told` with "" once there is a connection, or with the reason why there is none: both from the line's own thread.
    `last_will` is what the broker is to say, if the line drops, of topic and words.
    """

    def __init__(
        self,
        address: Address,
        id: str,
        hears: tuple[str, ...],
        heard: Heard,
        told: Callable[[str], None],
        last_will: tuple[str, bytes] | None = None,
    ) -> None:
        self._address = address
        self._hears = hears
        self._heard = heard
        self._told = told
        self._said: dict[str, bytes] = {}
        self._under_way: dict[int, str] = {}
        """The topics of messages that the broker has not confirmed, by the library's numbers for them."""
        self._resent: set[int] = set()
        """Those of them that were under way when the line dropped: the library sends them again, after all else."""
        self._client = client = Client(CallbackAPIVersion.VERSION2, client_id=id)
        client.reconnect_delay_set(*RETRY)
        client.on_connect = self._connected
        client.on_connect_fail = self._not_reached
        client.on_disconnect = self._dropped
        client.on_message = self._message
        client.on_publish = self._confirmed
        if address.user:
            client.username_pw_set(address.user, address.password or None)
        if address.tls:
            client.tls_set()
        if last_will is not None:
            client.will_set(last_will[0], last_will[1], qos=1, retain=True)

    def start(self) -> None:
        """Begin to connect, in a thread, for as long as it takes."""
        self._client.connect_async(self._address.host, self._address.port, KEEPALIVE)
        self._client.loop_start()

    def say(self, topic: str, words: bytes) -> None:
        """Have the broker keep these words for a topic, now or as soon as it can be reached."""
        self._said[topic] = words
        if self._client.is_connected():
            self._publish(topic, words)

    def close(self, last_words: Mapping[str, bytes]) -> None:
        """Say the last words, if there is a connection, and hang up. Takes `GOODBYE` seconds at most."""
        if self._client.is_connected():
            sent = [self._client.publish(topic, words, qos=1, retain=True) for topic, words in last_words.items()]
            for each in sent:
                each.wait_for_publish(GOODBYE)
        self._client.disconnect()
        self._client.loop_stop()

    def _connected(
        self, client: Client, data: object, flags: ConnectFlags, code: ReasonCode, properties: Properties | None
    ) -> None:
        if code.is_failure:
            self._told(f"{self._address} refused: {code}")
            return
        if self._hears:
            client.subscribe([(topic, 1) for topic in self._hears])
        self._resent = set(self._under_way)
        for topic, words in list(self._said.items()):
            self._publish(topic, words)
        self._told("")

    def _publish(self, topic: str, words: bytes) -> None:
        self._under_way[self._client.publish(topic, words, qos=1, retain=True).mid] = topic

    def _confirmed(self, client: Client, data: object, number: int, code: ReasonCode, properties: Properties) -> None:
        """The broker keeps what comes last: after something old the newest must come once more."""
        topic = self._under_way.pop(number, "")
        if number in self._resent:
            self._resent.discard(number)
            if topic in self._said:
                self._publish(topic, self._said[topic])

    def _not_reached(self, client: Client, data: object) -> None:
        self._told(f"nobody answers at {self._address}")

    def _dropped(
        self, client: Client, data: object, flags: DisconnectFlags, code: ReasonCode, properties: Properties | None
    ) -> None:
        if code.is_failure:
            self._told(f"the line to {self._address} has dropped")

    def _message(self, client: Client, data: object, message: MQTTMessage) -> None:
        self._heard(message.topic, bytes(message.payload), message.retain)
