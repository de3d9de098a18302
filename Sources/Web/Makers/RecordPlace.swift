import Hummingbird
import Registry
import RuralIndustry

/// Where the pages of a record are: its owner's own, or the officers'. Both keep the same records by the same forms; what each may
/// do the registry says.
enum RecordPlace: Sendable {
    case mine, desk

    /// Where the menu leads to.
    var menu: String { self == .mine ? "/mine" : "/desk/establishments" }

    /// Before an establishment's number.
    var establishments: String { menu }
    var products: String { self == .mine ? "/mine/products" : "/desk/products" }
    var papers: String { self == .mine ? "/mine/papers" : "/desk/papers" }

    func establishment(_ id: Int64) -> String { "\(establishments)/\(id)" }
    func product(_ id: Int64) -> String { "\(products)/\(id)" }
    func paper(_ id: Int64) -> String { "\(papers)/\(id)" }
}

/// What was just done, as the address of the page that tells it says.
enum RecordDone: String {
    case saved, added, closed, filed, replaced, withdrawn, entered, complained, asked, merged, unmerged
    case published, unpublished, confirmed, released

    var words: Bilingual {
        switch self {
        case .saved: Bilingual(vi: "Đã lưu.", en: "Saved.")
        case .added: Bilingual(vi: "Đã thêm.", en: "Added.")
        case .closed: Bilingual(vi: "Đã ghi nhận việc ngừng.", en: "Recorded as closed.")
        case .filed: Bilingual(vi: "Đã nộp giấy tờ vào hồ sơ.", en: "The paper is on file.")
        case .replaced: Bilingual(vi: "Đã thay giấy tờ.", en: "The paper was replaced.")
        case .withdrawn: Bilingual(vi: "Đã rút.", en: "Withdrawn.")
        case .entered:
            Bilingual(
                vi: "Đã đăng ký tham gia bình chọn. Cơ quan tổ chức sẽ xem hồ sơ và trả lời ở trang này.",
                en: "The product is entered. The organiser looks at the dossier and answers on this page.")
        case .complained:
            Bilingual(
                vi: "Đã gửi khiếu nại. Câu trả lời sẽ hiện ở trang này.",
                en: "The complaint is filed. The answer appears on this page.")
        case .asked: Bilingual(vi: "Đã gửi đăng ký gian hàng.", en: "The booth is asked for.")
        case .confirmed:
            Bilingual(
                vi: "Đã xác nhận gian hàng. Hợp đồng do ban tổ chức lập.",
                en: "The booths are confirmed. The organiser draws up the contract.")
        case .released: Bilingual(vi: "Đã trả chỗ.", en: "The booths were given back.")
        case .merged: Bilingual(vi: "Đã hợp nhất.", en: "Merged.")
        case .published:
            Bilingual(vi: "Ảnh đã được công bố.", en: "Everybody can see the photograph now.")
        case .unpublished: Bilingual(vi: "Ảnh đã được gỡ xuống.", en: "The photograph is taken down.")
        case .unmerged: Bilingual(vi: "Đã bỏ việc hợp nhất.", en: "The merge is undone.")
        }
    }

    /// One or none.
    static func words(of request: Request) -> [Bilingual] {
        request.uri.queryParameters["done"].flatMap { RecordDone(rawValue: String($0)) }.map { [$0.words] }
            ?? []
    }
}

/// What leads from a page to something that can be done.
struct ActionLink: Sendable {
    let address: String
    let name: Bilingual
}

extension Template {
    /// What was just done. Shows `notices`: a list of `Bilingual`.
    static let notices = """
        {{#notices}}<section class="answer live" role="status"><p>{{vi}}</p><p lang="en">{{en}}</p></section>{{/notices}}

        """

    /// Shows `links`: a list of `ActionLink`.
    static let actionLinks = """
        <ul class="actions">{{#links}}<li><a class="load" href="{{address}}">{{name.vi}} <span lang="en">{{name.en}}</span></a></li>{{/links}}</ul>
        """
}

extension SignedIn {
    /// Refuses a form whose only use is something that none of their roles may do. Where they may, the use case behind it decides;
    /// whether the record is within their reach is asked before, so that nobody learns from this that it is there.
    func require(_ action: Action) throws(Problem) {
        if !viewer.may(action) { throw Problem.notPermitted(action) }
    }
}

extension Problem {
    fileprivate static func notPermitted(_ action: Action) -> Problem {
        Problem(
            .forbidden, code: "not-permitted",
            detail: Bilingual(
                vi: "Tài khoản này không có quyền làm việc này (\(action.rawValue)).",
                en: "This account may not do this (\(action.rawValue))."))
    }
}

extension SiteContext {
    /// A further number in the address.
    ///
    /// - Throws: `Problem` `no-such-page` for what is no number.
    func number(_ name: String) throws -> Int64 { try parameters.number(name) }
}

extension Parameters {
    /// A part of the address that has to be a number.
    ///
    /// - Throws: `Problem` `no-such-page` for what is none.
    func number(_ name: String) throws -> Int64 {
        let text = try require(name)
        guard text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }), let id = Int64(text)
        else {
            throw Problem.noSuchPage
        }
        return id
    }
}

extension Site {
    /// A page with a form of one person.
    func page(
        _ view: FormView, at menu: String, for person: SignedIn, status: HTTPResponse.Status = .ok
    ) -> Response {
        .page(
            pages.page(
                .form, view,
                in: PageFrame(title: "\(view.title.vi) – CNNT", menuAt: menu, viewer: person.viewer)),
            status: status)
    }

    func page(
        _ view: GroupedFormView, at menu: String, for person: SignedIn, status: HTTPResponse.Status = .ok
    ) -> Response {
        .page(
            pages.page(
                .groupedForm, view,
                in: PageFrame(title: "\(view.title.vi) – CNNT", menuAt: menu, viewer: person.viewer)),
            status: status)
    }

    /// The columns that forms ask for communes in, with codes in the place of names; what names none is told at its column.
    func communesResolved(
        in fields: Fields<EstablishmentColumn>, as viewer: Viewer
    ) async throws -> (fields: Fields<EstablishmentColumn>, violations: [Violation]) {
        var fields = fields
        var violations: [Violation] = []
        for column in [EstablishmentColumn.communeCode, .siteCommuneCode] {
            guard let text = fields[column], text.contains(where: { !$0.isWhitespace }),
                (try? UnitCode(text)) == nil
            else { continue }
            do {
                fields[column] = try await registry.communeCode(named: text, on: today, as: viewer)
            } catch let refusal as Refusal {
                violations += refusal.violations.map { $0.inColumn(column.name) }
            }
        }
        return (fields, violations)
    }
}
