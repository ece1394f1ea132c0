# 任务与导入的拒绝说明。
problem-already-undone = 这次导入已经撤销过了。
problem-decided-to-refuse = 你选择了拒绝带有这个值的行。
problem-import-not-over = 导入还在进行，请等它结束后再撤销。
problem-job-lost = 任务已取消，或正由别处处理。
problem-no-right-to-create = 你没有权限新建所指的记录，请选择已有的，或联系管理员。
problem-not-a-key = 不能用这个字段匹配记录，请换一个字段。
problem-nothing-mapped = 还没有任何列对应到字段，请至少对应一列。
problem-too-late-to-undo = 导入在 30 天内可以撤销，这次已经超过期限。
