# 拒绝页面。
refusal-not-found = 这里什么也没有
refusal-forbidden = 没有权限
refusal-changed = 内容已被修改
refusal-not-understood = 无法理解这个请求
refusal-busy = 暂时无法处理
refusal-our-fault = 出了点问题
refusal-home = 返回首页
refusal-request = 请求编号 { $id }
refusal-list = 全部{ $things }
