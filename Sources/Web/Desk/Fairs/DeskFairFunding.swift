import Hummingbird
import Registry
import RuralIndustry

/// `/desk/fairs/funding` and `/desk/fairs/counts`: what belongs to all fairs.
struct DeskFairsRoutes: Sendable {
    let site: Site

    /// By what rules funds pay a part of the rents.
    func funding(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let rules = try await site.registry.fundingRules(as: person.viewer)
        var page = page(Bilingual(vi: "Mức hỗ trợ giá thuê gian hàng", en: "Funding rules"))
        page.lead = [
            Bilingual(
                vi:
                    "Áp dụng quy định có hiệu lực ngày khai mạc của hội chợ. Quy định mới thay quy định cũ từ ngày có hiệu lực.",
                en: "The rule in force on a fair's opening day applies.")
        ]
        if person.viewer.may(.fundingImport) {
            page.actions = [.init("/desk/fairs/funding/import", "Nhập quy định từ tệp", "Import rules")]
        }
        page.tables = [Self.table(rules.map { ($0.rule, $0.provinceName) })]
        return site.page(page, of: "Mức hỗ trợ giá thuê", for: person)
    }

    private static func table(_ rules: [(rule: FundingRule, province: String?)]) -> DeskPage.Table {
        .init(
            Bilingual(vi: "Quy định", en: "Rules"),
            empty: Bilingual(vi: "Chưa có quy định nào.", en: "There is none."),
            [
                Bilingual(vi: "Nguồn", en: "Funds"), Bilingual(vi: "Loại hội chợ", en: "Kind of fair"),
                Bilingual(vi: "Mức hỗ trợ", en: "Share"),
                Bilingual(vi: "Tối đa", en: "At most"), Bilingual(vi: "Hiệu lực", en: "In force"),
                Bilingual(vi: "Căn cứ", en: "Legal basis"),
            ],
            rules.map { rule, province in
                [
                    .text(
                        rule.source.name.vi.capitalizedFirst
                            + ((province ?? rule.province?.text).map { ", \($0)" } ?? "")),
                    .words(rule.kind.name),
                    .text(
                        "\(rule.share.text.replacing(".", with: ",")) %"
                            + (rule.priorityPercent > 100
                                ? "; địa bàn ưu tiên được \(rule.priorityPercent) % mức này" : "")),
                    .text(rule.caps.text), .text(rule.validity.vietnamese), .text(rule.legalBasis),
                ]
            })
    }

    func importForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        guard person.viewer.may(.fundingImport) else { throw Problem.notPermittedAtFair(.fundingImport) }
        return form(person, [], FormFields(""))
    }

    /// Shows the rules of a file, and takes them when they are sent again.
    func take(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        guard person.viewer.may(.fundingImport) else { throw Problem.notPermittedAtFair(.fundingImport) }
        let fields = try await FormFields(of: request)
        do {
            guard let received = try ReceivedRecords(fields, field: "file") else {
                throw Refusal(
                    Violation(
                        "value-missing", vi: "hãy chọn một tệp", en: "choose a file",
                        at: Place(column: "file")))
            }
            let rules = try RecordFile<FundingRuleColumn>.read(received: received.bytes, name: received.name)
                .parsed { (row, notation) throws(Refusal) in try FundingRule.parse(row.fields, notation) }
            let isSure = fields["sure"] == "yes"
            let counts = try await site.registry.importFundingRules(
                rules, as: person.viewer, dryRun: !isSure)
            var page = page(
                isSure
                    ? Bilingual(vi: "Đã nhập quy định", en: "Rules were imported")
                    : Bilingual(vi: "Xem trước: \(received.name)", en: "Preview"))
            page.facts = counts.facts
            page.tables = [Self.table(rules.map { ($0.value, nil) })]
            if !isSure {
                page.forms = [
                    .init(
                        action: "/desk/fairs/funding/import", fields: received.carried(""),
                        button: Bilingual(vi: "Nhập \(rules.count) quy định", en: "Import"))
                ]
            }
            return site.page(page, of: "Mức hỗ trợ giá thuê", for: person)
        } catch let refusal as Refusal {
            let errors = FormError.all(of: refusal, at: "file").enumerated().map { place, error in
                let row = refusal.violations[place].place.row
                return FormError(
                    field: "file",
                    text: Bilingual(
                        vi: (row.map { "Dòng \($0): " } ?? "") + error.text.vi,
                        en: (row.map { "Row \($0): " } ?? "") + error.text.en))
            }
            return form(person, errors, fields)
        }
    }

    private func form(_ person: SignedIn, _ errors: [FormError], _ fields: FormFields) -> Response {
        let filling = FormFilling(values: fields, errors: errors)
        return site.page(
            FormView(
                title: Bilingual(vi: "Nhập quy định hỗ trợ", en: "Import funding rules"),
                lead: [
                    Bilingual(
                        vi:
                            "Tệp CSV hoặc XLSX có các cột: \(FundingRuleColumn.names.joined(separator: ", ")). Trang sau cho xem trước khi nhập.",
                        en: "A CSV or XLSX file with these columns. The next page shows it first.")
                ], errors: errors, action: "/desk/fairs/funding/import",
                fields: [filling.file("file", Bilingual(vi: "Tệp", en: "File"), accept: ".csv,.xlsx")],
                button: Bilingual(vi: "Xem trước", en: "Preview"), wayBack: "/desk/fairs/funding"),
            at: "/desk", for: person, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    /// The figures of all fairs, or of those that opened in a year.
    func counts(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let year = request.uri.queryParameters["year"].flatMap { Int($0) }.flatMap {
            (2000...2100).contains($0) ? $0 : nil
        }
        let scope = FairCountScope(
            from: year.flatMap { Day(year: $0, month: 1, day: 1) },
            to: year.flatMap { Day(year: $0, month: 12, day: 31) })
        var page = page(Bilingual(vi: "Số liệu hội chợ", en: "Figures of fairs"))
        page.lead = [FairCountTables.about]
        page.filters = [
            .init(
                label: Bilingual(vi: "Năm khai mạc", en: "Year"),
                choices: [
                    .init(
                        address: "/desk/fairs/counts", name: Bilingual(vi: "Tất cả", en: "All"),
                        isHere: year == nil)
                ]
                    + (0...4).map { site.today.year - $0 }.map {
                        .init(
                            address: "/desk/fairs/counts?year=\($0)", name: Bilingual(vi: String($0), en: ""),
                            isHere: $0 == year)
                    })
        ]
        for key in [nil, FairCountKey.fair, .year, .province, .funds] {
            page.tables.append(
                FairCountTables.table(
                    try await site.registry.fairCounts(
                        of: scope, by: key, on: site.today, as: person.viewer), by: key))
        }
        return site.page(page, of: "Số liệu hội chợ", for: person)
    }

    private func page(_ title: Bilingual) -> DeskPage {
        var page = DeskPage(title: title)
        page.above = [.init("/desk", "Bàn làm việc", "Desk"), .init("/desk/fairs", "Hội chợ", "Fairs")]
        return page
    }
}

extension FundingCaps {
    /// Each cap that there is, in words.
    fileprivate var text: String {
        [
            perBooth.map { "\(FairText.money($0)) đồng một gian" },
            boothsPerFair.map { "\($0) gian một hội chợ" },
            perFair.map { "\(FairText.money($0)) đồng một hội chợ" },
            fairsPerYear.map { "\($0) hội chợ một năm" },
            perYear.map { "\(FairText.money($0)) đồng một năm" },
        ].compactMap(\.self).joined(separator: "; ")
    }
}
