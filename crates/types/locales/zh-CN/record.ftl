# 记录页：页头、写跟进、动态、下一步、变更记录。
record-as-list = 在列表中打开
record-count = { $count } 个{ $things }
record-figures = 关键数字
record-overview = 概览
record-further = 其他字段
record-ownership = 归属
record-next-steps = 下一步
record-call = 打电话
record-mail = 发邮件
record-stages = 阶段
record-win = 赢单
record-lose = 输单
record-won = 已标记为赢单
record-reopen = 重新打开
# 写跟进
record-compose = 写跟进
record-compose-hint = 记录这次沟通的要点。任务的第一行是它的名称
# 动态
record-day = { $near }，{ $day }
record-day-continued = { $day }（续）
record-open = 待办
record-cancelled = 已取消
record-entered = 进入
# 变更记录
record-step-create = 创建了记录
record-step-update = 修改了
record-step-delete = 删除了记录
record-step-restore = 恢复了记录
record-step-other = 变更了记录
record-by-system = 系统
record-automatically = 自动
record-following = （随{ $name }的操作）
record-by-import = · 导入
record-plan-step = 安排下一步
record-unconverted = { $count } 笔没有汇率，未计入
record-step-automatic = { $count ->
    [1] 自动更新了
   *[other] 自动更新了 { $count } 次
}
