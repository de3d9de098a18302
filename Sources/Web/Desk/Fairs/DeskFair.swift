import Hummingbird
import HummingbirdCore
import Registry
import RuralIndustry

/// A fair that somebody works on through the desk: who, and where the fair stands now.
struct DeskFair: DeskSubject {
    static let route = "/desk/fairs/{id}"

    let visit: DeskVisit
    let standing: FairStanding

    var fair: FairRecord { standing.fair }
    var id: Int64 { standing.fair.id }
    var name: String { fair.name }
    var mark: String { standing.mark }
    /// `/desk/fairs/1`
    var address: String { "/desk/fairs/\(id)" }

    /// Opens the fair that the address names.
    ///
    /// - Throws: `SignInNeeded`; `Problem` where there is none.
    init(_ site: Site, _ request: Request, _ context: SiteContext) async throws {
        visit = try DeskVisit(site, request, context)
        let id = try context.recordNumber()
        do {
            standing = try await site.registry.standing(
                ofFair: id, today: site.today, as: visit.person.viewer)
        } catch let refusal as Refusal where refusal.violations[0].code == "unknown-fair" {
            throw Problem.noFairHere
        }
    }

    func require(_ action: Action) throws(Problem) {
        if !standing.may(action) { throw Problem.notPermittedAtFair(action) }
    }

    var above: [DeskPage.Link] {
        [
            .init("/desk", "Bàn làm việc", "Desk"), .init("/desk/fairs", "Hội chợ", "Fairs"),
            .init(address, fair.name),
        ]
    }

    var goneOn: Bilingual {
        Bilingual(
            vi:
                "Trong lúc trang này đang mở, hội chợ đã có thay đổi: có người giữ, xác nhận hoặc trả gian, nhận đăng ký, sửa hội chợ hoặc chuyển bước. Chưa có gì được ghi từ trang này; xem lại rồi gửi lần nữa.",
            en:
                "While this page was open, somebody changed this fair, its booths, requests or step. Nothing was recorded from this page; look again and send it once more."
        )
    }

    /// The number that the address has for `{name}`.
    func number(_ name: String) throws -> Int64 {
        let text = try part(name)
        guard text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }), let number = Int64(text)
        else { throw Problem.noSuchPage }
        return number
    }

    /// A link to a part of the fair for those who may go there; none for others.
    func link(_ path: String, for action: Action, _ vi: String, _ en: String) -> [DeskPage.Link] {
        standing.may(action) ? [.init("\(address)/\(path)", vi, en)] : []
    }
}

extension Router where Context == SiteContext {
    /// A form of a fair at `/desk/fairs/{id}/PATH`.
    func fairForm(
        _ site: Site, _ path: String, for action: Action,
        _ make: @escaping @Sendable (DeskFair) async throws -> DeskForm
    ) {
        form(site, path, for: action, make)
    }

    /// A page of a fair at `/desk/fairs/{id}/PATH`.
    func fairPage(
        _ site: Site, _ path: String, _ make: @escaping @Sendable (DeskFair) async throws -> DeskPage
    ) {
        page(site, path, for: .fairRead) { (desk: DeskFair) in desk.answer(try await make(desk)) }
    }

    /// A paper of a fair at `/desk/fairs/{id}/PATH`.
    func fairPaper(
        _ site: Site, _ path: String, _ make: @escaping @Sendable (DeskFair) async throws -> Response
    ) {
        page(site, path, for: .fairRead) { (desk: DeskFair) in
            do { return try await make(desk) } catch let refusal as Refusal where !refusal.isOfUnknown {
                // it is there, and cannot be put on paper: why, and what to do about it
                throw Problem(
                    .conflict, code: refusal.violations[0].code, detail: refusal.violations[0].text.sentence,
                    violations: refusal.violations.count > 1 ? refusal.violations : [])
            }
        }
    }
}

extension Refusal {
    fileprivate var isOfUnknown: Bool { violations[0].code.hasPrefix("unknown-") }
}

extension Problem {
    fileprivate static let noFairHere = Problem(
        .notFound, code: "unknown-fair",
        detail: Bilingual(vi: "Không có hội chợ nào như vậy.", en: "There is no such fair."))

    static func notPermittedAtFair(_ action: Action) -> Problem {
        Problem(
            .forbidden, code: "not-permitted",
            detail: Bilingual(
                vi:
                    "Bạn không có quyền làm việc này ở hội chợ này (\(action.rawValue)): việc của đơn vị tổ chức, hoặc của tỉnh có chỉ tiêu.",
                en:
                    "You may not do this at this fair (\(action.rawValue)): it is the organiser's, or a province's that has a quota."
            ))
    }
}

/// What pages write of money, days and tenants.
enum FairText {
    /// `9.600.000`; empty where there is none.
    static func money(_ amount: VND?) -> String { amount.map { PlainText.grouped($0.text) } ?? "" }

    static func money(_ amount: Int128) -> String { PlainText.grouped(String(amount)) }

    /// `10/12/2026 – 14/12/2026`
    static func days(_ days: FairDays) -> String {
        days.first == days.last
            ? days.first.vietnamese : "\(days.first.vietnamese) – \(days.last.vietnamese)"
    }

    static let groups: [(value: String, name: Bilingual)] = ProductGroupID.ofLaw.map {
        ($0.rawValue, $0.pageName)
    }

    static let funds: [(value: String, name: Bilingual)] = FundingSource.allCases.map {
        ($0.rawValue, $0.name)
    }
}

extension Optional where Wrapped == ProductGroupID {
    var fairName: String { self?.pageName.vi ?? "" }
}

extension FormFields {
    /// What somebody typed, with everything that is wrong with it told at once.
    struct Gathering {
        private(set) var violations: [Violation] = []

        mutating func value<Value>(_ read: () throws -> Value) throws -> Value? {
            do { return try read() } catch let refusal as Refusal {
                violations += refusal.violations
                return nil
            }
        }

        mutating func require(_ fields: FormFields, _ ids: String...) {
            for id in ids where fields.text(id) == nil {
                violations.append(
                    Violation(
                        "value-missing", vi: "mục này bắt buộc phải ghi", en: "this must be given",
                        at: Place(column: id)))
            }
        }
    }

    /// A length in metres, `3` or `2,5`.
    func length(_ name: String) throws(Refusal) -> Length? {
        guard let text = text(name) else { return nil }
        do throws(Violation) { return try Length(text, .vietnamese) } catch {
            throw Refusal(error.inColumn(name))
        }
    }

    /// An amount of đồng, `9600000` or `9.600.000`.
    func money(_ name: String) throws(Refusal) -> VND? {
        guard let text = text(name) else { return nil }
        do throws(Violation) {
            return try VND(text.replacing(".", with: ""), .vietnamese)
        } catch { throw Refusal(error.inColumn(name)) }
    }

    /// The codes of booths, apart by blanks, commas or lines.
    func codes(_ name: String) -> [String] {
        self[name].split { $0.isWhitespace || $0 == "," || $0 == ";" }.map(String.init)
    }

    func optionalChoice<Choice: RawRepresentable<String>>(_ name: String, _ type: Choice.Type)
        throws(Refusal) -> Choice?
    {
        text(name) == nil ? nil : try choice(name, type)
    }
}
