import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// `/api/v1`: what programs ask, in JSON. It is described by `openapi.yaml` beside this file, which a test holds against the routes
/// and the answers.
enum ProgramInterface {
    static let folder = "/api/v1/"
    /// Of a file that is imported.
    static let fileBytes = 32 * 1024 * 1024

    typealias Handler = Router<SiteContext>.Handler

    /// What every address for programs has in common: one that cannot be answered as asked says so, and what a refusal of the
    /// registry means to a program.
    ///
    /// - Parameter types: what is answered with, the first unless another is asked for.
    static func answering(_ types: [String] = ["application/json"], _ handler: @escaping Handler) -> Handler {
        { request, context in
            guard Preferences.accepts(types + ["application/problem+json"], request) else {
                throw Problem.notAcceptable(types)
            }
            do {
                var response = try await handler(request, context)
                if response.headers[.cacheControl] == nil {
                    response.headers[.cacheControl] = "private, no-cache"
                }
                response.headers[.vary] = "Authorization, Accept"
                return response
            } catch let refusal as Refusal {
                throw Problem(refusal, of: request.method)
            } catch let violation as Violation {
                throw Problem(Refusal(violation), of: request.method)
            }
        }
    }
}

extension Router where Context == SiteContext {
    /// An address for programs: what it takes, and that it takes nothing else.
    func program(
        _ path: String, types: [String] = ["application/json"], get: Handler? = nil, post: Handler? = nil,
        patch: Handler? = nil
    ) {
        let handlers = [(HTTPRequest.Method.get, get), (.post, post), (.patch, patch)]
        let path = RouterPath(ProgramInterface.folder + path)
        for case (let method, let handler?) in handlers {
            on(path, method: method, use: ProgramInterface.answering(types, handler))
        }
        let taken = handlers.filter { $0.1 != nil }.map(\.0)
        let allowed = (get == nil ? [] : [.get, .head]) + taken.filter { $0 != .get }
        for method in [
            HTTPRequest.Method.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect,
        ]
        where !allowed.contains(method) {
            on(path, method: method) { _, _ -> Response in throw Problem.methodNotAllowed(allowed: allowed) }
        }
    }
}

extension Problem {
    static func notAcceptable(_ types: [String]) -> Problem {
        let list = types.joined(separator: ", ")
        return Problem(
            .notAcceptable, code: "not-acceptable",
            detail: Bilingual(
                vi: "Địa chỉ này chỉ trả lời bằng: \(list).", en: "This address answers with: \(list)."))
    }

    /// What a refusal means to a program: who may not is told so; what stands in the way of what was sent is a conflict, and what
    /// is wrong in it cannot be processed; in a question the question is wrong.
    init(_ refusal: Refusal, of method: HTTPRequest.Method) {
        let first = refusal.violations[0]
        if first.code == "token-scope" {
            self = .insufficientScope(first)
            return
        }
        let isQuestion = method == .get || method == .head
        let isOfFile = first.place.row != nil
        let status: HTTPResponse.Status =
            switch first.code {
            case "not-permitted": .forbidden
            case "outside-territory" where !isOfFile: .forbidden
            case "stale-version" where !isOfFile: .preconditionFailed
            case "request-in-progress", "closed-already": .conflict
            // the round or the entry is further than that, or the product is in it
            case "round-state", "round-takes-no-entries", "entry-state", "entry-transition",
                "product-entered-twice":
                .conflict
            // somebody sits there already
            case "council-member-twice": .conflict
            // the fair is further than that, the request is open or ended, the booths are given back or their hold ran out
            case "fair-state", "booth-requests-closed", "booth-request-twice", "booth-request-state",
                "booth-allocation-state", "booth-hold-expired":
                .conflict
            // somebody has the booth, so many are confirmed, or nobody may choose the rules any more
            case "booth-in-use", "booth-quota-below-confirmed", "fair-terms-closed": .conflict
            case let code where code.hasSuffix("-taken") && !isOfFile: .conflict
            default: isQuestion ? .badRequest : .unprocessableContent
            }
        let isPlaced = refusal.violations.contains { $0.place.column != nil || $0.place.row != nil }
        self.init(
            status, code: first.code, detail: first.text,
            violations: isPlaced || refusal.violations.count > 1 ? refusal.violations : [])
        source = isOfFile ? .file : isQuestion ? .query : .content
    }

    /// The same words whether a record does not exist or is nothing to who asks.
    static func unknownRecord(_ noun: String) -> Problem {
        Problem(
            .notFound, code: "unknown-\(noun)",
            detail: Bilingual(
                vi: "Không có bản ghi này, hoặc nằm ngoài phạm vi của mã truy cập.",
                en: "There is no such record, or it lies outside what the token reaches."))
    }

    /// Runs what is about one record of the address: who may not see it does not learn that it is there.
    static func finding<Value>(_ noun: String, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let refusal as Refusal
            where refusal.violations[0].place.column == nil
            && ["unknown-\(noun)", "outside-territory"].contains(refusal.violations[0].code)
        {
            throw Problem.unknownRecord(noun)
        }
    }
}

extension Problem {
    /// Runs what takes a record of the address on to its next state: what is missing for that is no fault of what was sent, and a
    /// conflict with how the record is. Everything that is missing is told.
    static func stepping<Value>(_ noun: String, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await finding(noun, body)
        } catch let refusal as Refusal where refusal.isOfState {
            throw Problem(
                .conflict, code: refusal.violations[0].code, detail: refusal.violations[0].text,
                violations: refusal.violations.count > 1 ? refusal.violations : [])
        }
    }
}

extension Refusal {
    /// That it is neither about who asks nor about a member of what was sent.
    fileprivate var isOfState: Bool {
        ![
            "not-permitted", "token-scope", "outside-territory", "request-in-progress",
            "idempotency-key-reused",
        ]
        .contains(violations[0].code)
            && violations.allSatisfy { $0.place.column == nil && $0.place.row == nil }
    }
}

extension SiteContext {
    /// The number of a record in the address.
    ///
    /// - Parameter name: of the part of the address.
    func recordID(_ noun: String, at name: String = "id") throws -> Int64 {
        let text = try parameters.require(name)
        guard let id = Int64(text), id > 0, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw Problem.unknownRecord(noun)
        }
        return id
    }
}
