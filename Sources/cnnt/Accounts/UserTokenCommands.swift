public import ArgumentParser
import Registry
public import RuralIndustry

extension UserCommand {
    struct Token: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "token",
            abstract: "Lập mã truy cập cho một chương trình làm việc bằng tài khoản này qua /api/v1.",
            discussion:
                "Mã chỉ hiện một lần; chương trình làm được những gì tài khoản làm được, trong phạm vi đã chọn. Phạm vi: "
                + TokenScope.allCases.map { "\($0.rawValue) (\($0.name.vi))" }.joined(separator: ", ") + ".")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Tên đăng nhập.") var login: String
        @Option(help: "Mã dùng cho chương trình nào.") var name: String
        @Option(help: "Phạm vi; viết nhiều lần nếu cần.") var scope: [TokenScope]
        @Option(help: "Ngày cuối cùng dùng được, nhiều nhất một năm.") var until: Day
        @Option(
            name: .customLong("in"),
            help: "Thu hẹp: north, central, south, mã đơn vị (19), round:12, establishment:5.")
        var territory: Territory?

        func run() async throws {
            try await global.withRegistry { registry, place in
                let issued = try await registry.issueToken(
                    NewToken(name: name, scopes: Set(scope), territory: territory ?? .nation, until: until),
                    to: login, at: place.now, as: place.viewer)
                try output.printer(place).single(IssuedTokenLine(issued: issued))
            }
        }
    }

    struct Tokens: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "tokens",
            abstract: "Liệt kê mã truy cập của một tài khoản.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Tên đăng nhập.") var login: String
        @Flag(help: "Cả mã đã hết hiệu lực.") var all = false

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.tokens(
                        ofAccount: login, includingEnded: all, at: place.now, as: place.viewer))
            }
        }
    }

    struct EndToken: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "end-token", abstract: "Kết thúc một mã truy cập ngay lập tức.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của mã (xem user tokens).") var id: Int64
        @Option(help: "Lý do.") var reason: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.endToken(id, because: reason, at: place.now, as: place.viewer))
            }
        }
    }
}

extension TokenScope: ExpressibleByArgument {}

/// A token as it is handed over.
private struct IssuedTokenLine: Listed {
    let issued: IssuedToken

    static let columns: [Column<IssuedTokenLine>] = [
        Column("token", "Mã truy cập", "Token", { $0.issued.text }),
        Column("id", "Số", "Id", { String($0.issued.record.id) }),
        Column("login", "Tên đăng nhập", "Login", { $0.issued.record.login }),
        Column("scopes", "Phạm vi", "Scopes", { .list($0.issued.record.scopes.map(\.rawValue)) }),
        Column("territory", "Địa bàn", "Territory", { $0.issued.record.territory }),
        Column("expires_at", "Dùng được đến", "Good until", { $0.issued.record.expiresAt.iso }),
    ]
}

extension TokenRecord: Listed {
    static let columns: [Column<TokenRecord>] = [
        Column("id", "Số", "Id", { String($0.id) }),
        Column("login", "Tên đăng nhập", "Login", { $0.login }),
        Column("name", "Dùng cho", "Name", { $0.name }),
        Column("scopes", "Phạm vi", "Scopes", { .list($0.scopes.map(\.rawValue)) }),
        Column("territory", "Địa bàn", "Territory", { $0.territory }),
        Column("made_at", "Lập lúc", "Made", { $0.madeAt.iso }),
        Column("expires_at", "Dùng được đến", "Good until", { $0.expiresAt.iso }),
        Column("seen_at", "Dùng lần cuối", "Last used", { $0.seenAt?.iso }),
        Column("ended_at", "Kết thúc lúc", "Ended", { $0.endedAt?.iso }),
        Column("ended_reason", "Lý do", "Why", { $0.endedReason }),
    ]
}
