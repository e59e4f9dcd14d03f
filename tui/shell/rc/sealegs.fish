# What the lab's command pane adds to fish, after your own config.fish. The marks it sends are told in `bashrc`.
# fish asks for the rest of a command in the same line, so there is no mark W.

read --global --unexport __sealegs_nonce <$SEALEGS_NONCE_FROM
set -e SEALEGS_NONCE_FROM
set -e SEALEGS_HISTFILE
set -g __sealegs_plain_if "$SEALEGS_PLAIN_PROMPT"
set -e SEALEGS_PLAIN_PROMPT
# fish has its history's files in a place of its own; a name keeps the lab's apart from yours.
set -g fish_history sealegs

function __sealegs_mark
    builtin printf '\e]7773;%s;%s;%s\a' $__sealegs_nonce $argv[1] "$argv[2]"
end

# The lab drops longer marks.
function __sealegs_encode
    string escape --style=url -- "$argv" | string sub -l 60000
end

function __sealegs_before_prompt --on-event fish_prompt
    set -l code $status
    __sealegs_mark D "$code;"(__sealegs_encode $PWD)
    # What fish itself sends a moment later: at the mark P the lab may paste.
    builtin printf '\e[?2004h'
    # A prompt that is made anew is yours; the mark goes after it.
    if not functions fish_prompt | string match -q '*__sealegs_own_prompt*'
        functions -e __sealegs_own_prompt
        functions -c fish_prompt __sealegs_own_prompt
        function fish_prompt
            # While the lab is shown to a room the prompt says nothing of you.
            if test -n "$__sealegs_plain_if" -a -e "$__sealegs_plain_if"
                echo -n '$ '
            else
                __sealegs_own_prompt
            end
            __sealegs_mark P
        end
    end
end

function __sealegs_started --on-event fish_preexec
    set -l code $status
    __sealegs_mark C "$code;"(__sealegs_encode $argv[1])
end

# A password that logs in stays out of the history.
function __sealegs_ended --on-event fish_postexec
    if string match -qr -- 'login.*\s(-p|--password)' "$argv[1]"
        builtin history delete --exact --case-sensitive -- "$argv[1]"
    end
end

# Before it inserts a command the lab sends a key no keyboard has: what is half typed goes where Ctrl-Y finds it.
function __sealegs_set_aside
    # A list of completions, or of lines found, is closed first.
    commandline --paging-mode; and commandline -f cancel
    commandline -f beginning-of-buffer begin-selection end-of-buffer kill-selection end-selection
    if contains -- "$fish_key_bindings" fish_vi_key_bindings fish_hybrid_key_bindings
        set fish_bind_mode insert
    end
end

for mode in default insert visual replace
    bind -M $mode \e'[24;8~' __sealegs_set_aside
end
set -e mode
