import ArgumentParser
import FoundationEssentials
import Registry
import RuralIndustry

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract:
            "Làm trọn một lượt trên dữ liệu trình diễn, trong cơ sở dữ liệu riêng (the main job, end to end).",
        discussion: """
            Cấp tỉnh 2023, khu vực 2024 và quốc gia 2025, với số liệu đã công bố của Thái Nguyên 2023 và tên bịa đặt; 40 giấy
            chứng nhận mang chữ MẪU; một hội chợ 40 gian hàng, từ sơ đồ, đăng ký, phân bổ đến hợp đồng. Sau đó thêm --demo vào mọi lệnh để xem (or CNNT_DEMO=1).
            """)
    @OptionGroup var output: OutputOptions
    @Option(help: "Thư mục ghi giấy chứng nhận.") var out = "cnnt-demo"

    func run() async throws {
        let place = try await Workplace(demo: true)
        try await place.recreateDemoDatabase()
        let registry = try await place.openRegistry()
        do {
            let story = DemoStory(registry: registry, place: place)
            let outcome = try await story.tell(writingTo: out)
            await registry.close()
            try report(outcome, place)
        } catch {
            await registry.close()
            throw error
        }
    }

    private func report(_ outcome: DemoOutcome, _ place: Workplace) throws {
        let console = Console()
        for round in outcome.rounds {
            console.note(
                Bilingual(
                    vi: "\(round.name): \(round.accepted) sản phẩm dự, \(round.recognised) được công nhận",
                    en: "\(round.name): \(round.accepted) entered, \(round.recognised) recognised"
                ).text(in: place.language))
        }
        let fair = outcome.fair
        console.note(
            Bilingual(
                vi:
                    "\(fair.fair.name): \(fair.fair.booths) gian hàng, \(fair.fair.confirmed) đã giao, \(fair.contracts) hợp đồng, \(fair.waiting) đăng ký chờ",
                en:
                    "\(fair.fair.name): \(fair.fair.booths) booths, \(fair.fair.confirmed) given, \(fair.contracts) contracts, \(fair.waiting) requests wait"
            ).text(in: place.language))
        console.note(
            Bilingual(
                vi: "\(outcome.files) giấy chứng nhận mẫu trong \(out)/, danh sách ở \(out)/manifest.csv\n"
                    + "Lịch sử danh hiệu của “\(outcome.star)”:",
                en: "\(outcome.files) specimen certificates in \(out)/, listed in \(out)/manifest.csv\n"
                    + "Award history of “\(outcome.star)”:"
            ).text(in: place.language))
        try Printer(format: output.format ?? .table, language: place.language, console: console)
            .list(outcome.history.map { DemoHistoryLine(award: $0, day: place.today) })
    }
}

/// The history in few columns, for a terminal.
private struct DemoHistoryLine: Listed {
    let award: AwardRecord
    let day: Day

    static let columns: [Column<DemoHistoryLine>] = [
        Column("year", "Năm", "Year", { .number($0.award.year) }),
        Column("level", "Cấp", "Level", { .bilingual($0.award.level.name) }),
        Column("issuer", "Cơ quan công nhận", "Issuer", { $0.award.issuerName }),
        Column(
            "decision", "Quyết định", "Decision",
            { "\($0.award.decisionNumber), \($0.award.decisionDate.vietnamese)" }),
        Column("certificate_number", "Số GCN", "Certificate", { $0.award.certificateNumber }),
        Column("valid_to", "Giá trị đến", "Valid to", { $0.award.validTo?.vietnamese }),
        Column(
            "status", "Tình trạng", "Status",
            { $0.award.status(on: $0.day).map { .bilingual($0.name) } ?? .text(nil) }),
    ]
}
