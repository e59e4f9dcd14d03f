"""Prove that a course works: every task solved in the real lab, on a real engine that is thrown away afterwards.

`command` is the command line's side: it makes the throw-away place and starts `python -m tui.solve` in it, which
replays the course in passes (`plan`, `replay`) through a learner's hands (`learner`, `keyboard`), has every pass's
traces removed (`reset`), and tells what came of it (`report`).
"""
