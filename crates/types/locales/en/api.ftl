# The page of the interface for programs.
api-title = API documentation
api-lead = Programs call with a token: Authorization: Bearer zk_…. Requests and answers are JSON, refusals are problem documents (RFC 9457). Only the objects and operations that you may use are listed.
api-tokens = My tokens
api-document = OpenAPI 3.1 document
api-general = General
api-operations = { $count ->
    [one] { $count } operation
   *[other] { $count } operations
}
api-parameters = Parameters
api-parameter = Parameter
api-place = Place
api-meaning = Meaning
api-in-path = path
api-in-query = query
api-in-header = header
api-body = Body:
