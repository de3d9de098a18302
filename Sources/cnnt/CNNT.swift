import ArgumentParser
import Glibc
import RuralIndustry

/// `cnnt NOUN VERB`: the registry, selection rounds and certificates of rural industry on the command line.
@main
struct CNNT: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cnnt",
        abstract: "Đăng ký cơ sở công nghiệp nông thôn, bình chọn và cấp giấy chứng nhận sản phẩm tiêu biểu.",
        discussion: """
            Registers rural-industry establishments and products, holds selection rounds, issues certificates and answers for
            award history. Mã kết thúc (exit status): 0 xong · 1 từ chối, không thay đổi gì · 2 sai cách dùng · 3 không kết nối
            được cơ sở dữ liệu · 4 sai lệch dữ liệu · 5 mới xong một phần, chạy lại để tiếp tục.
            """,
        version: "0.1.0",
        subcommands: [
            DatabaseCommand.self, UnitCommand.self, CalendarCommand.self, EstablishmentCommand.self,
            RegistrationCommand.self,
            ProductCommand.self,
            DossierCommand.self,
            RegulationCommand.self, RoundCommand.self, EntryCommand.self, CouncilCommand.self,
            PanelCommand.self, ConflictCommand.self, AssignmentCommand.self,
            ScoreCommand.self, TallyCommand.self, CertificateCommand.self, AwardCommand.self,
            NominationCommand.self, UserCommand.self,
            ComplaintCommand.self, FairCommand.self, BoothCommand.self,
            SearchCommand.self,
            BundleCommand.self, KeyCommand.self, AuditCommand.self,
            CheckCommand.self, DemoCommand.self, ServeCommand.self, ConfigCommand.self, BenchCommand.self,
        ])

    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        // beyond a quota a write fails and is told, as on a full disk, instead of ending the program in the middle
        signal(SIGXFSZ, SIG_IGN)
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            end(with: error)
        }
    }

    /// ArgumentParser knows help, version and wrong usage; everything else is ours to report.
    static func end(with error: any Error) -> Never {
        if isParserError(error) {
            let code = exitCode(for: error)
            if code == .success { exit(withError: error) }
            Console().note(fullMessage(for: error))
            Glibc.exit(ExitStatus.usage.rawValue)
        }
        let language = getenv("CNNT_LANG").flatMap { Language(rawValue: String(cString: $0)) } ?? .vietnamese
        let report = ErrorReport(error, in: language)
        for line in report.lines { Console().note(line) }
        Glibc.exit(report.status.rawValue)
    }

    private static func isParserError(_ error: any Error) -> Bool {
        error is ValidationError || error is CleanExit || exitCode(for: error) != .failure
            || String(reflecting: type(of: error)).hasPrefix("ArgumentParser.")
    }
}
