# 表达式（筛选、公式、条件）错在哪里。键是 expr- 加错误代码。
# at 是 行:列；有建议时 hint 为 yes。
expr-syntax = { $at } 处不应出现“{ $name }”{ $hint ->
    [yes] ，是不是“{ $suggestion }”？
   *[no] { "" }
}
expr-unfinished = 表达式在 { $at } 处没有写完
expr-open-text = { $at } 处开始的文本缺少结束引号
expr-bad-escape = { $at } 处的转义“{ $name }”无法识别
expr-control-character = { $at } 处的文本不能含有 U+0000
expr-too-long = 表达式最多 { $limit } 字节
expr-too-complex = 表达式到 { $at } 处过于复杂，最多 { $limit } 个部分
expr-too-many-hops = { $at } 处的路径经过的关联过多，最多 { $limit } 层
expr-long-list = { $at } 处的列表值过多，最多 { $limit } 个
expr-big-number = { $at } 处的数字“{ $name }”过长，最多 18 位，其中小数最多 9 位
expr-unknown-field = { $at } 处没有字段“{ $name }”{ $hint ->
    [yes] ，是不是“{ $suggestion }”？
   *[no] { "" }
}
expr-unknown-function = { $at } 处没有函数“{ $name }”{ $hint ->
    [yes] ，是不是“{ $suggestion }”？
   *[no] { "" }
}
expr-unknown-choice = { $at } 处没有选项“{ $name }”{ $hint ->
    [yes] ，是不是“{ $suggestion }”？
   *[no] { "" }
}
expr-wrong-type = { $at } 处应为{ $expected ->
    [condition] 条件
    [number] 数字
    [whole_number] 整数
    [number_or_date] 数字或日期
    [text] 文本
    [date] 日期
    [time] 日期时间
    [link] 关联
    [several] 多值字段
    [list] 列表
    [nothing] null
   *[value] 单个值
}，而不是{ $found ->
    [condition] 条件
    [number] 数字
    [text] 文本
    [choice] 选项
    [date] 日期
    [time] 日期时间
    [link] 关联
    [other_link] 指向其他对象的关联
    [several] 多值字段
    [address] 整个地址
    [list] 列表
    [nothing] null
   *[value] 这个值
}
expr-arguments = { $at } 处“{ $name }”的参数个数不对，应为 { $wanted } 个
expr-bad-id = { $at } 处的“{ $name }”不是编号；要比较关联记录的其他字段，请写成路径，例如 account.name
expr-bad-date = { $at } 处的“{ $name }”不是日期，请写成 2026-01-31
expr-bad-time = { $at } 处的“{ $name }”不是时刻，请写成 2026-01-31T08:00:00Z
expr-not-constant = { $at } 处应为固定值，不能随记录变化
expr-not-here = { $at } 处的“{ $name }”不能用在这里
expr-nobody = { $at } 处的 me() 需要有人登录
expr-out-of-range = { $at } 处的数字“{ $name }”超出范围
