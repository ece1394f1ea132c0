# Boards.
board-kind = Kind of view
board-table = Table
board-board = Board
board-show = Show
board-more = Show more of { $count }
board-probability = Win rate { $percent }%
board-by-stage = at win rates of stages
board-decided = { $count } decided
board-attention = Needs attention
board-waiting = stalled or overdue
board-unconverted = { $count } without a rate, not counted
board-move-to = Move to { $stage }
board-moved = Moved to { $stage }
board-changed-since = It has been changed again since; nothing was undone.
