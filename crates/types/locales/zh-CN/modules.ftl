# 业务规则与操作的拒绝理由：线索、商机、人员、首次设置。
# 线索
problem-already-converted = 这条线索已经转化，请打开转化后的记录。
problem-convert-instead = 线索只能通过“转化”变为已转化，请使用“转化”。
# 商机
problem-no-such-stage = 这个销售流程没有对应的阶段，请联系管理员添加。
# 人员
problem-not-invitable = 只能邀请还没有登录过的人。
problem-not-active = 这个账号不能登录，请先启用。
problem-not-yourself = 不能对自己的账号这样做，请让另一位管理员操作。
problem-last-administrator = 至少要保留一位管理员，请先指定另一位。
# 首次设置与公司设置
problem-set-up-already = 这套系统已经完成首次设置，请直接登录。
problem-unknown-time-zone = 没有这个时区，请填写类似 Asia/Shanghai 的名称。
