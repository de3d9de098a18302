import ArgumentParser
import Registry
import RuralIndustry

struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Tìm cơ sở và sản phẩm như khi gõ: có dấu hay không dấu, gõ dở hay gõ nhầm.",
        discussion: """
            Looks for names, industries, communes (by their names then and now), tax codes and telephone numbers; with or
            without diacritics, in either tone placement, the last word perhaps unfinished, a slip in a word corrected.
            """)
    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var asOf: AsOfOptions
    @Option(help: "Chỉ tìm cơ sở (establishment) hoặc sản phẩm (product).") var kind: SearchKind?
    @Option(help: "Mã đơn vị (đọc vào --as-of) mà cơ sở nằm trong đó.") var unit: String?
    @Option(help: "Nhiều nhất bao nhiêu kết quả, 1–200.") var limit = 20
    @Argument(help: "Những từ cần tìm, mã số thuế hoặc số điện thoại.") var text: [String]

    func run() async throws {
        let query = try SearchQuery(text.joined(separator: " "))
        try await global.withRegistry { registry, place in
            let answer = try await registry.search(
                query, SearchFilter(kind: kind, unit: unit, limit: limit), on: asOf.day(place),
                as: place.viewer)
            if let corrected = answer.corrected {
                let told = Bilingual(vi: "đã tìm: \(corrected)", en: "searched for: \(corrected)")
                Console().note(told.text(in: place.language))
            }
            try output.printer(place).list(answer.hits)
        }
    }
}

extension SearchHit: Listed {
    static let columns: [Column<SearchHit>] = [
        Column("kind", "Loại", "Kind", { $0.kind.rawValue }),
        Column("id", "Số", "Id", { String($0.id) }),
        Column("name", "Tên", "Name", { $0.name }),
        Column("establishment", "Cơ sở", "Establishment", { $0.establishmentName }),
        Column("commune", "Xã, phường", "Commune", { $0.communeName }),
        Column("industry", "Ngành nghề", "Industry", { $0.industry }),
        Column("tax_code", "Mã số thuế", "Tax code", { $0.taxCode }),
        Column("awards", "Danh hiệu", "Awards", { .number($0.awards) }),
        Column("closed_on", "Đã đóng", "Closed on", { $0.closedOn?.iso }),
        Column("match", "Khớp", "Match", { $0.match.name }),
    ]
}

extension SearchRank.Match {
    /// As it is printed.
    fileprivate var name: String {
        switch self {
        case .code: "code"
        case .wholeName: "name"
        case .beginningOfName: "beginning"
        case .wordsOfName: "name-words"
        case .words: "words"
        case .corrected: "corrected"
        }
    }
}
