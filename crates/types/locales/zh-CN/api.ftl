# 接口文档页。
api-title = 接口文档
api-lead = 程序用令牌调用：Authorization: Bearer zk_…。请求和回答都是 JSON，出错时回答 RFC 9457 问题文档。这里只列出你有权使用的对象和操作。
api-tokens = 我的令牌
api-document = OpenAPI 3.1 文档
api-general = 通用
api-operations = { $count } 个操作
api-parameters = 参数
api-parameter = 参数
api-place = 位置
api-meaning = 说明
api-in-path = 路径
api-in-query = 查询
api-in-header = 请求头
api-body = 请求体：
