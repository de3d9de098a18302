import HTTPTypes
import Hummingbird
import HummingbirdCore
import RuralIndustry

/// The fields of a form, as a browser sends it: `application/x-www-form-urlencoded` (WHATWG URL), or with files
/// `multipart/form-data` (RFC 7578).
struct FormFields: Sendable {
    private var values: [String: [String]] = [:]
    private(set) var files: [String: MultipartForm.Part] = [:]

    init(_ body: String) {
        for pair in body.split(separator: "&").prefix(Self.most) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                PercentCoding.decoded(String($0).replacing("+", with: " "))
            }
            values[parts[0], default: []].append(parts.count == 2 ? parts[1] : "")
        }
    }

    /// What an address asks for behind `?`, which is written as forms are.
    init(ofAddress address: URI) { self.init(address.query ?? "") }

    /// What a form is filled in with before anybody has.
    init(filledWith values: [String: String]) { self.values = values.mapValues { [$0] } }

    /// Reads as much as the address takes: ask who sends it before.
    ///
    /// - Throws: `Problem` `content-too-large`, `form-unreadable`.
    init(of request: Request) async throws {
        let limit = BodyLimit.bytes(for: request.method, request.uri.path)
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: limit)
        } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
            throw Problem.tooLarge(limit)
        }
        let type = request.headers[.contentType] ?? ""
        guard type.lowercased().hasPrefix("multipart/") else {
            self.init(String(decoding: body.readableBytesView, as: UTF8.self))
            return
        }
        self.init(filledWith: [:])
        guard let form = MultipartForm(Array(body.readableBytesView), contentType: type) else {
            throw Problem.formUnreadable
        }
        for part in form.parts.prefix(Self.most) {
            if part.fileName == nil {
                values[part.name, default: []].append(String(decoding: part.content, as: UTF8.self))
            } else if files[part.name] == nil, part.fileName != "" || !part.content.isEmpty {
                // a field that no file was chosen for is sent too, without a name
                files[part.name] = part
            }
        }
    }

    /// Empty where there is no such field.
    subscript(name: String) -> String { values[name]?.first ?? "" }

    /// What it has fields of, without files.
    var names: [String] { Array(values.keys) }

    /// What was chosen of several.
    func all(_ name: String) -> [String] { values[name] ?? [] }

    /// The same with another value of a field that nobody types.
    func with(_ name: String, _ value: String) -> FormFields {
        var copy = self
        copy.values[name] = [value]
        return copy
    }

    /// What was typed, without the blanks around it; nil: nothing.
    func text(_ name: String) -> String? {
        let text = self[name].trimmed
        return text.isEmpty ? nil : text
    }

    private static let most = 1000
}

extension String {
    fileprivate var trimmed: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}

extension Problem {
    fileprivate static let formUnreadable = Problem(
        .badRequest, code: "form-unreadable",
        detail: Bilingual(
            vi: "Không đọc được biểu mẫu đã gửi. Hãy quay lại, tải lại trang rồi gửi lại.",
            en: "The form that was sent cannot be read. Go back, load the page again and send it again."))
}
