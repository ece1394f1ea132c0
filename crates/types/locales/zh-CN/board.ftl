# 看板。
board-kind = 视图类型
board-table = 表格
board-board = 看板
board-show = 显示
board-more = 还有 { $count } 个，显示更多
board-probability = 赢率 { $percent }%
board-by-stage = 按阶段赢率
board-decided = { $count } 个已有结果
board-attention = 需要关注
board-waiting = 停滞或逾期
board-unconverted = { $count } 个没有汇率，未计入
board-move-to = 移到“{ $stage }”
board-moved = 已移到“{ $stage }”
board-changed-since = 此后又有更改，没有撤销。
