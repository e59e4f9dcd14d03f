# What the lab's command pane adds to zsh, after your own .zshrc. The marks it sends are told in `../bashrc`.
# Your prompt is left as it is: the line editor says when it waits for a line.

# $1: the text; leaves it in REPLY
__sealegs_encode() {
    REPLY=${1//\%/%25}
    REPLY=${REPLY//$'\n'/%0A}
    REPLY=${REPLY//$'\r'/%0D}
    REPLY=${REPLY//$'\e'/%1B}
    REPLY=${REPLY//$'\a'/%07}
}

__sealegs_mark() {
    builtin print -rn -- $'\e]7773;'"$__sealegs_nonce;$1;$2"$'\a'
}

__sealegs_precmd() {
    local code=$? REPLY keymap
    emulate -L zsh
    __sealegs_encode "$PWD"
    __sealegs_mark D "$code;$REPLY"
    __sealegs_choose_prompt
    # Each time, for plugins that make the keys and the editor's hooks their own after the first prompt.
    add-zle-hook-widget line-init __sealegs_line_init
    for keymap in main emacs viins vicmd; do
        bindkey -M $keymap '^[[24;8~' __sealegs_set_aside
    done
}

# While the lab is shown to a room the prompt says nothing of you; then you have yours again.
__sealegs_choose_prompt() {
    if [[ -n $__sealegs_plain_if && -e $__sealegs_plain_if ]]; then
        [[ $PS1 == '$ ' ]] || __sealegs_own_prompts=("$PS1" "${RPS1-}")
        PS1='$ ' RPS1=
    elif [[ $PS1 == '$ ' ]] && (( ${+__sealegs_own_prompts} )); then
        PS1=$__sealegs_own_prompts[1] RPS1=$__sealegs_own_prompts[2]
        unset __sealegs_own_prompts
    fi
}

# A password that logs in stays out of the file.
__sealegs_addhistory() {
    emulate -L zsh
    [[ $1 != (*login*[[:space:]]-p*|*login*[[:space:]]--password*) ]] || return 2
}

# 8,000 characters: the lab drops longer marks.
__sealegs_preexec() {
    local code=$? REPLY
    emulate -L zsh
    __sealegs_encode "${1[1,8000]}"
    __sealegs_mark C "$code;$REPLY"
}

__sealegs_line_init() {
    emulate -L zsh
    # What zsh itself sends a moment later: at the mark the lab may paste.
    builtin print -rn -- "${zle_bracketed_paste[1]-}"
    case $CONTEXT in
        start) __sealegs_mark P ;;
        cont) __sealegs_mark W ;;
    esac
}

# Before it inserts a command the lab sends a key no keyboard has: what is half typed goes where Ctrl-Y finds it.
__sealegs_set_aside() {
    if [[ -n $BUFFER ]]; then
        zle kill-buffer
        __sealegs_aside=$CUTBUFFER
        add-zle-hook-widget line-pre-redraw __sealegs_keep_aside
    fi
    [[ $KEYMAP != vicmd ]] || zle vi-insert
}

# zsh keeps a paste for Ctrl-Y as well; what was set aside is wanted there.
__sealegs_keep_aside() {
    [[ -n $BUFFER ]] || return 0
    CUTBUFFER=$__sealegs_aside
    add-zle-hook-widget -d line-pre-redraw __sealegs_keep_aside
}

unset ZDOTDIR __sealegs_rc
[[ -z $__sealegs_own_type ]] || ZDOTDIR=$__sealegs_own
[[ $__sealegs_own_type != *export* ]] || export ZDOTDIR
unset __sealegs_own __sealegs_own_type
# A short prompt, unless your .zshrc makes one of your own.
PS1='%1~ %# '
[[ -r ${ZDOTDIR-$HOME}/.zshrc ]] && . "${ZDOTDIR-$HOME}/.zshrc"

# The lab's own history, in time for a crash; what is left out of it is up to your settings.
unset HISTFILE
[[ -n $__sealegs_histfile && -w ${__sealegs_histfile:h} ]] && HISTFILE=$__sealegs_histfile.zsh
unset __sealegs_histfile
HISTSIZE=10000 SAVEHIST=10000
unsetopt share_history
setopt inc_append_history
# The course's commands have comments at their ends.
setopt interactive_comments

autoload -Uz add-zle-hook-widget
zle -N __sealegs_set_aside
precmd_functions+=(__sealegs_precmd)
preexec_functions+=(__sealegs_preexec)
zshaddhistory_functions+=(__sealegs_addhistory)
