# The first file zsh reads in the lab's command pane: ZDOTDIR points here. No file of yours is changed.
# It takes the marks' nonce (see `../bashrc`), reads your own .zshenv, and leads zsh to the .zshrc beside it.

if [[ -n ${SEALEGS_NONCE_FROM-} ]]; then
    IFS= read -r __sealegs_nonce <$SEALEGS_NONCE_FROM
    typeset -g +x __sealegs_nonce
fi
__sealegs_rc=$ZDOTDIR
__sealegs_histfile=${SEALEGS_HISTFILE-}
__sealegs_plain_if=${SEALEGS_PLAIN_PROMPT-}
unset ZDOTDIR
(( ${+SEALEGS_ZDOTDIR} )) && export ZDOTDIR=$SEALEGS_ZDOTDIR
unset SEALEGS_NONCE_FROM SEALEGS_HISTFILE SEALEGS_PLAIN_PROMPT SEALEGS_ZDOTDIR

[[ -r ${ZDOTDIR-$HOME}/.zshenv ]] && . "${ZDOTDIR-$HOME}/.zshenv"

# Your .zshenv may have said where the rest of your files is.
if [[ -o rcs && -n ${__sealegs_nonce-} ]]; then
    __sealegs_own=${ZDOTDIR-} __sealegs_own_type=${(t)ZDOTDIR-}
    ZDOTDIR=$__sealegs_rc
fi
