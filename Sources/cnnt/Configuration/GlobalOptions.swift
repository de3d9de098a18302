public import ArgumentParser
public import Registry
public import RuralIndustry

/// What every command takes.
struct GlobalOptions: ParsableArguments {
    @Flag(help: "Làm việc trên dữ liệu trình diễn (the demonstration database; CNNT_DEMO=1).")
    var demo = false
    @Option(
        name: .customLong("as-user"),
        help: "Làm việc với quyền của tài khoản này (work as this account; CNNT_AS_USER).")
    var asUser: String?

    /// Opens the registry, does the work and closes it, whatever happens.
    func withRegistry<Value>(
        _ body: (Registry, Workplace) async throws -> Value
    ) async throws -> Value {
        let place = try await Workplace(demo: demo)
        let registry = try await place.openRegistry()
        do {
            let login = asUser ?? place.settings.asUser
            let place =
                try await login.asyncMap { try await place.working(asAccount: $0, in: registry) } ?? place
            let value = try await body(registry, place)
            await registry.close()
            return value
        } catch {
            await registry.close()
            throw error
        }
    }
}

extension Optional {
    fileprivate func asyncMap<Value>(_ body: (Wrapped) async throws -> Value) async rethrows -> Value? {
        guard let self else { return nil }
        return try await body(self)
    }
}

/// How records are printed.
struct OutputOptions: ParsableArguments {
    @Option(help: "table, json hoặc csv (mặc định: bảng trên màn hình; csv hoặc json khi nối ống).")
    var format: OutputFormat?

    func printer(_ place: Workplace) -> Printer {
        Printer(format: format, language: place.language, console: Console())
    }
}

/// How lists are printed, or which file they go to.
struct ListOutputOptions: ParsableArguments {
    @OptionGroup var output: OutputOptions
    @Option(help: "Ghi danh sách vào tệp .csv hoặc .xlsx thay vì in ra.")
    var out: String?

    func validate() throws {
        if out != nil, output.format != nil {
            throw ValidationError("--out đi với đuôi tệp, không đi với --format")
        }
    }

    func printer(_ place: Workplace) throws -> Printer {
        var printer = output.printer(place)
        printer.file = try out.map { try ListFile(path: $0) }
        return printer
    }
}

/// Which sheet of a workbook is read.
struct SheetOption: ParsableArguments {
    @Option(help: "Trang của tệp XLSX (mặc định: trang hiện đầu tiên có dòng tiêu đề).")
    var sheet: String?
}

struct PreviewOption: ParsableArguments {
    @Flag(help: "Chỉ xem trước: mỗi dòng là new, changed, unchanged, duplicate hay wrong; không thay đổi gì.")
    var preview = false
}

/// The day on which codes and states are read.
struct AsOfOptions: ParsableArguments {
    @Option(name: .customLong("as-of"), help: "Ngày tra cứu, ví dụ 2024-12-31 (mặc định: hôm nay).")
    var asOf: Day?

    func day(_ place: Workplace) -> Day { asOf ?? place.today }
}

struct DryRunOption: ParsableArguments {
    @Flag(name: .customLong("dry-run"), help: "Kiểm tra và cho biết kết quả, không thay đổi gì.")
    var dryRun = false
}

/// `--yes` skips the question; without a terminal nothing asks.
struct ConfirmOption: ParsableArguments {
    @Flag(help: "Không hỏi lại.")
    var yes = false

    /// Throws a refusal if the person at the terminal says no.
    func confirm(_ question: Bilingual, _ place: Workplace) throws {
        let console = Console()
        guard !yes, console.inputIsTerminal else { return }
        guard console.confirms(question.text(in: place.language)) else {
            throw Violation("not-confirmed", vi: "đã dừng theo yêu cầu", en: "stopped as asked")
        }
    }
}

extension OutputFormat: ExpressibleByArgument {}
extension SelectionLevel: ExpressibleByArgument {}
extension AwardStatus: ExpressibleByArgument {}
extension UnitLevel: ExpressibleByArgument {}
extension LegalForm: ExpressibleByArgument {}
extension RoundState: ExpressibleByArgument {}
extension RegistrationState: ExpressibleByArgument {}
extension SearchKind: ExpressibleByArgument {}
extension CouncilRole: ExpressibleByArgument {}
extension PanelRole: ExpressibleByArgument {}
extension RoundBody: ExpressibleByArgument {}
extension NoticeChannel: ExpressibleByArgument {}
extension Role: ExpressibleByArgument {}
extension EntryException: ExpressibleByArgument {}
extension ComplaintFinding: ExpressibleByArgument {}
extension StatisticsKey: ExpressibleByArgument {}
extension SheetState: ExpressibleByArgument {}

extension Day: ExpressibleByArgument {
    public init?(argument: String) {
        guard let day = try? Day(iso: argument) else { return nil }
        self = day
    }
}

extension SigningCapacity: ExpressibleByArgument {
    public init?(argument: String) {
        guard let capacity = try? SigningCapacity(argument) else { return nil }
        self = capacity
    }
}

extension Territory: ExpressibleByArgument {
    public init?(argument: String) {
        guard let territory = try? Territory(argument) else { return nil }
        self = territory
    }
}

extension Login: ExpressibleByArgument {
    public init?(argument: String) {
        guard let login = try? Login(argument) else { return nil }
        self = login
    }
}
