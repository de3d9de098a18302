import ArgumentParser
import Registry
import RuralIndustry

extension EstablishmentCommand {
    struct EligibilityOf: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "eligibility",
            abstract: "Cơ sở có phải là cơ sở công nghiệp nông thôn không, vì sao, theo điều nào.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Argument(help: "Số của cơ sở.") var id: Int64
        @Flag(
            name: .customLong("cleaner-production"),
            help: "Cho sản xuất sạch hơn: không giới hạn quy mô và địa bàn.")
        var cleanerProduction = false

        func run() async throws {
            try await global.withRegistry { registry, place in
                let found = try await registry.eligibility(
                    of: id, on: asOf.day(place), forCleanerProduction: cleanerProduction, as: place.viewer)
                let printer = output.printer(place)
                let isList =
                    switch printer.format {
                    case .csv: true
                    case .json: false
                    default: printer.console.outputIsTerminal || printer.format == .table
                    }
                if isList {
                    try printer.list(EligibilityLine.lines(of: found))
                } else {
                    try printer.single(found)
                }
            }
        }
    }
}

/// One line of the answer: the whole, each reason, each site.
struct EligibilityLine: Listed {
    let subject: Bilingual
    let verdict: Verdict
    let reason: EligibilityReason?
    let text: Bilingual

    static func lines(of found: EstablishmentEligibility) -> [EligibilityLine] {
        let whole = EligibilityLine(
            subject: Bilingual(vi: "cơ sở số \(found.record.id)", en: "establishment \(found.record.id)"),
            verdict: found.eligibility.verdict, reason: nil,
            text: Bilingual(
                vi: "\(found.eligibility.verdict.name.vi), ngày \(found.day.vietnamese)",
                en: "\(found.eligibility.verdict.name.en), on \(found.day.iso)"))
        let reasons = found.eligibility.reasons.map {
            EligibilityLine(
                subject: Bilingual(vi: "cơ sở", en: "establishment"), verdict: $0.verdict, reason: $0,
                text: $0.text)
        }
        let sites = zip(found.sites, found.eligibility.sites).map { site, answer in
            EligibilityLine(
                subject: site.name, verdict: answer.verdict, reason: answer.reason, text: answer.reason.text)
        }
        return [whole] + reasons + sites
    }

    static let columns: [Column<EligibilityLine>] = [
        Column("subject", "Về", "Of", { .bilingual($0.subject) }),
        Column("verdict", "Trả lời", "Answer", { $0.verdict.rawValue }),
        Column("reason", "Mã lý do", "Reason", { $0.reason?.rawValue }),
        Column("source", "Căn cứ", "Article", { $0.reason?.source }),
        Column("text", "Nội dung", "Text", { .bilingual($0.text) }),
    ]
}

extension EstablishmentEligibility.Site {
    fileprivate var name: Bilingual {
        let place = units.joined(separator: " | ")
        let suffix = place.isEmpty ? "" : " (\(place))"
        return id.map { Bilingual(vi: "nơi sản xuất \($0)\(suffix)", en: "site \($0)\(suffix)") }
            ?? Bilingual(vi: "nơi sản xuất chính\(suffix)", en: "main site\(suffix)")
    }
}

extension EstablishmentEligibility.Site {
    fileprivate func fields(reason: EligibilityReason) -> [(key: String, value: Field)] {
        let place: [(key: String, value: Field)] = [
            ("site_id", .text(id.map { String($0) })), ("units", .list(units)),
        ]
        return place + reason.fields
    }
}

extension EligibilityReason {
    fileprivate var fields: [(key: String, value: Field)] {
        [
            ("verdict", .text(verdict.rawValue)), ("reason", .text(rawValue)), ("source", .text(source)),
            ("text", .text(text.vi)), ("text_en", .text(text.en)),
        ]
    }
}

extension EstablishmentEligibility: Listed {
    static let columns: [Column<EstablishmentEligibility>] = [
        Column("id", "Số", "Id", { String($0.record.id) }),
        Column("name", "Tên cơ sở", "Name", { $0.record.name }),
        Column("as_of", "Ngày", "Day", { $0.day.iso }),
        Column("verdict", "Trả lời", "Answer", { $0.eligibility.verdict.rawValue }),
        Column("reasons", "Lý do", "Reasons", { .records($0.eligibility.reasons.map(\.fields)) }),
        Column("sites", "Nơi sản xuất", "Sites") { found -> Field in
            .records(zip(found.sites, found.eligibility.sites).map { $0.fields(reason: $1.reason) })
        },
    ]
}
