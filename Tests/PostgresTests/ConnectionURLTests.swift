import Postgres
import Testing

@Suite("database addresses")
struct ConnectionURLTests {
    @Test(
        "are taken apart and put together without loss",
        arguments: [
            "postgresql://cnnt@/cnnt?host=/run/cnnt-1&port=5432",
            "postgresql://a%40b:p%2F%3A%25w@db.example:5433/x%20y",
            "postgres://h1,h2/db?target_session_attrs=any", "host=/tmp dbname='a b' user=c password='d e'",
        ])
    func roundTrip(text: String) throws {
        let address = try ConnectionURL(text)
        let again = try ConnectionURL(address.url)
        for keyword in ["host", "port", "user", "password", "dbname", "target_session_attrs"] {
            #expect(again[keyword] == address[keyword])
        }
        #expect(try ConnectionURL(address.with(database: "ơ/?").url)["dbname"] == "ơ/?")
        if let password = address["password"] { #expect(!address.redacted.contains(password)) }
        #expect(try ConnectionURL(address.redacted)["password"] == nil)
    }

    @Test(
        "that are none are refused without being quoted",
        arguments: ["postgresql://u:geheim@[", "geheim", "a=b=geheim"])
    func refuses(text: String) {
        let error = #expect(throws: PostgresError.self) { try ConnectionURL(text) }
        #expect(error?.isUnreachable == true)
        #expect(error?.description.contains("geheim") == false)
    }
}
