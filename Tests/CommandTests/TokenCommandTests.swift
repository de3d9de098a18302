import Foundation
import Testing

@Suite("Tokens for programs on the command line")
struct TokenCommandTests {
    @Test("a token that is made here lets a program in until it is ended here")
    func story() async throws {
        try await Program.inTemporaryFolder { program in
            let made = try program.shell(
                """
                set -e
                cnnt user add may --name 'Phần mềm' > made.txt
                cnnt user grant may --role officer --in VN > made.txt
                cnnt user token may --name 'Phần mềm của Sở' --scope fairs:read --scope rounds:read \
                  --until $(date -d '+300 days' +%F) --format json
                """)
            #expect(made.status == 0, "\(made.errors)")
            let token = try #require(made.output.firstMatch(of: /cnnt_[0-9A-Z]{58}/)?.0)
            let listed = try program.shell("cnnt user tokens may --format csv")
            #expect(!listed.output.contains(token))
            #expect(listed.rows.first?["scopes"] == "fairs:read|rounds:read")
            try program.serving { port in
                @Sendable func ask(_ path: String) throws -> String {
                    try program.shell(
                        "curl -s -o answer.json -w '%{http_code}' -H 'Authorization: Bearer \(token)' http://127.0.0.1:\(port)/api/v1/\(path)"
                    ).output
                }
                let answers = try ["me", "fairs", "establishments"].map(ask)
                #expect(answers == ["200", "200", "403"])
                #expect(try program.shell("cnnt user end-token 1 --reason 'lộ mã'").status == 0)
                #expect(try ask("me") == "401")
            }
            let late = try program.shell(
                "cnnt user token may --name X --scope fairs:read --until $(date -d '+400 days' +%F)")
            #expect(late.status == 1 && late.errors.contains("error[token-days]"))
            let unknown = try program.shell("cnnt user token may --name X --scope all --until 2027-01-01")
            #expect(unknown.status == 2)
            let ended = try program.shell("cnnt user tokens may --all --format csv").rows
            #expect(ended.first?["ended_reason"] == "lộ mã")
        }
    }
}
