import ArgumentParser
import Registry
import RuralIndustry

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Tài khoản và vai trò theo địa bàn, thời gian (accounts and their roles).",
        subcommands: [
            Add.self, List.self, Show.self, Grant.self, EndRole.self, Disable.self, Enable.self,
            Invite.self, Passwd.self, Sessions.self, EndSessions.self, ResetFactor.self, Unlink.self,
            Token.self, Tokens.self, EndToken.self, Roles.self,
        ])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Lập một tài khoản; chưa giao vai trò thì chưa làm được gì.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Tên đăng nhập.") var login: Login
        @Option(help: "Họ và tên.") var name: String
        @Option(help: "Thư điện tử.") var email: String?

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.addAccount(
                        login, name: name, email: email, on: place.today, as: place.viewer))
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Liệt kê tài khoản và vai trò đang giữ.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Flag(help: "Cả tài khoản đã khóa.") var all = false

        func run() async throws {
            try await global.withRegistry { registry, place in
                let day = asOf.day(place)
                let accounts = try await registry.accounts(includingDisabled: all, on: day, as: place.viewer)
                try output.printer(place).list(accounts.map { AccountLine(account: $0, day: day) })
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Xem một tài khoản với mọi vai trò từng giữ.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Tên đăng nhập.") var login: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.account(login, on: place.today, as: place.viewer))
            }
        }
    }

    struct Grant: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "grant",
            abstract: "Giao một vai trò cho tài khoản, ở một địa bàn, trong một thời gian.",
            discussion: "Vai trò: "
                + Role.grantable.map { "\($0.rawValue) (\($0.name.vi))" }.joined(separator: ", ") + ".")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Tên đăng nhập.") var login: String
        @Option(help: "Vai trò.") var role: Role
        @Option(
            name: .customLong("in"),
            help: "VN, north, central, south, mã đơn vị (19), round:12, establishment:5.")
        var territory: Territory
        @Option(help: "Ngày bắt đầu (mặc định: hôm nay).") var from: Day?
        @Option(help: "Ngày cuối cùng còn giữ vai trò.") var until: Day?
        @Option(help: "Số văn bản giao vai trò.") var act: String?

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.grant(
                        NewRole(
                            role: role, territory: territory, from: from ?? place.today,
                            to: until?.adding(days: 1), act: act),
                        to: login, on: place.today, as: place.viewer))
            }
        }
    }

    struct EndRole: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "end-role", abstract: "Kết thúc một vai trò; từ ngày đó không còn hiệu lực.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số của vai trò (xem user show).") var id: Int64
        @Option(help: "Ngày không còn hiệu lực (mặc định: hôm nay).") var date: Day?
        @Option(help: "Lý do.") var reason: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.endRole(
                        id, on: date ?? place.today, because: reason, as: place.viewer))
            }
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "disable",
            abstract: "Khóa một tài khoản: không làm được gì nữa, việc đã làm vẫn ghi tên.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Tên đăng nhập.") var login: String
        @Option(help: "Lý do.") var reason: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.disableAccount(
                        login, on: place.today, because: reason, as: place.viewer))
            }
        }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "enable", abstract: "Mở lại một tài khoản đã khóa.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Tên đăng nhập.") var login: String
        @Option(help: "Lý do.") var reason: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.enableAccount(
                        login, on: place.today, because: reason, as: place.viewer))
            }
        }
    }
}

/// An account in a list, with the roles of the day in one cell.
struct AccountLine: Listed {
    let account: AccountRecord
    let day: Day

    static let columns: [Column<AccountLine>] = [
        Column("login", "Tên đăng nhập", "Login", { $0.account.login }),
        Column("name", "Họ và tên", "Name", { $0.account.name }),
        Column("email", "Thư điện tử", "E-mail", { $0.account.email }),
        Column(
            "roles", "Vai trò", "Roles",
            { line in
                .list(line.account.roles(on: line.day).map { "\($0.role.rawValue)@\($0.territory)" })
            }),
        Column("disabled_on", "Khóa từ", "Disabled on", { $0.account.disabledOn?.iso }),
    ]
}

extension AccountRecord: Listed {
    static let columns: [Column<AccountRecord>] = [
        Column("login", "Tên đăng nhập", "Login", { $0.login }),
        Column("name", "Họ và tên", "Name", { $0.name }),
        Column("email", "Thư điện tử", "E-mail", { $0.email }),
        Column("disabled_on", "Khóa từ", "Disabled on", { $0.disabledOn?.iso }),
        Column("disabled_reason", "Lý do khóa", "Why", { $0.disabledReason }),
        Column("roles", "Vai trò", "Roles", { account in .records(account.roles.map(\.columns)) }),
    ]
}

extension RoleRecord {
    fileprivate var columns: [(key: String, value: Field)] {
        [
            ("id", .text(String(id))), ("role", .text(role.rawValue)), ("territory", .text(territory)),
            ("territory_name", .text(territoryName)), ("from", .text(from.iso)),
            ("until", .text(to?.adding(days: -1).iso)), ("act", .text(act)),
            ("ended_reason", .text(endedReason)),
            ("without_territory", .flag(isWithoutTerritory ? true : nil)),
        ]
    }
}
