import ArgumentParser
import Evidence
import Glibc
import Registry
import RuralIndustry

extension UserCommand {
    struct Invite: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "invite",
            abstract: "Mời chủ tài khoản tự đặt mật khẩu: in ra một địa chỉ dùng được một lần, trong 7 ngày.",
            discussion:
                "Địa chỉ chỉ hiện một lần; hãy chuyển tận tay. Lời mời mới làm lời mời cũ hết hiệu lực.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Tên đăng nhập.") var login: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                let address = try place.publicAddress()
                let invitation = try await registry.invite(login, at: place.now, as: place.viewer)
                try output.printer(place).single(InvitationLine(invitation: invitation, address: address))
            }
        }
    }

    struct Passwd: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "passwd",
            abstract: "Đặt mật khẩu cho một tài khoản; mật khẩu đọc từ đầu vào chuẩn, một dòng.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Tên đăng nhập.") var login: String

        func run() async throws {
            let password = try Self.readPassword()
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.setPassword(password, of: login, at: place.now, as: place.viewer))
            }
        }

        /// A line of standard input, which a terminal does not show.
        private static func readPassword() throws -> String {
            let console = Console()
            guard console.inputIsTerminal else { return readLine() ?? "" }
            console.noteInPlace("Mật khẩu mới (new password): ")
            var shown = termios()
            tcgetattr(STDIN_FILENO, &shown)
            var hidden = shown
            hidden.c_lflag &= ~tcflag_t(ECHO)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
            defer {
                tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
                console.note("")
            }
            return readLine() ?? ""
        }
    }

    struct Sessions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sessions",
            abstract: "Liệt kê các trình duyệt đang đăng nhập bằng một tài khoản.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Tên đăng nhập.") var login: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).list(
                    try await registry.sessions(ofAccount: login, at: place.now, as: place.viewer))
            }
        }
    }

    struct ResetFactor: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reset-factor",
            abstract: "Tắt xác thực hai bước của một tài khoản đã mất điện thoại và mã khôi phục.",
            discussion: "Mọi trình duyệt bị đăng xuất. Hãy chắc chắn người xin đúng là chủ tài khoản.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Tên đăng nhập.") var login: String
        @Option(help: "Lý do.") var reason: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.resetSecondFactor(
                        of: login, because: reason, at: place.now, as: place.viewer))
            }
        }
    }

    struct Unlink: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "unlink",
            abstract: "Bỏ liên kết của một tài khoản với nơi đăng nhập chung (OpenID Connect).",
            discussion: "Mọi trình duyệt bị đăng xuất; chủ tài khoản đăng nhập lại bằng mật khẩu.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Tên đăng nhập.") var login: String
        @Option(help: "Lý do.") var reason: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.resetIdentities(
                        of: login, because: reason, at: place.now, as: place.viewer))
            }
        }
    }

    struct EndSessions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "end-sessions",
            abstract: "Đăng xuất một tài khoản khỏi mọi trình duyệt.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Tên đăng nhập.") var login: String
        @Option(help: "Lý do.") var reason: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                let ended = try await registry.endSessions(
                    ofAccount: login, because: reason, at: place.now, as: place.viewer)
                try output.printer(place).list(ended)
            }
        }
    }
}

/// An invitation as it is handed over.
private struct InvitationLine: Listed {
    let invitation: AccountInvitation
    let address: String

    static let columns: [Column<InvitationLine>] = [
        Column("login", "Tên đăng nhập", "Login", { $0.invitation.account.login }),
        Column("name", "Họ và tên", "Name", { $0.invitation.account.name }),
        Column(
            "address", "Địa chỉ", "Address",
            { "\($0.address)/invitation/\($0.invitation.token.text)" }),
        Column("expires_at", "Dùng được đến", "Good until", { $0.invitation.expiresAt.iso }),
    ]
}

extension SessionRecord: Listed {
    static let columns: [Column<SessionRecord>] = [
        Column("session", "Phiên", "Session", { String($0.id) }),
        Column("begun_at", "Đăng nhập lúc", "Signed in", { $0.begunAt.iso }),
        Column("seen_at", "Dùng lần cuối", "Last seen", { $0.seenAt.iso }),
        Column("network", "Mạng", "Network", { $0.network }),
        Column("agent", "Trình duyệt", "Browser", { $0.agent }),
    ]
}
