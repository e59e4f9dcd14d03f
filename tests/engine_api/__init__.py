"""An engine that is only its API, over HTTP on a unix socket: for faults, storms and scale below the docker library."""
