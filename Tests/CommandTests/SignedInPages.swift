import Foundation
import Testing

extension Program {
    /// A password that accounts of these tests sign in with.
    static let password = "bốn con trâu đi cày"

    /// Signs an account in through the form, as a browser does.
    ///
    /// - Returns: what the browser shows from then on, as in its header `Cookie`.
    func signIn(_ login: String, at port: Int) throws -> String {
        let password = Self.password.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let form = "login=\(login)&password=\(password)"
        let answer = try shell(
            """
            exec 3<>/dev/tcp/127.0.0.1/\(port)
            printf 'POST /sign-in HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\nSec-Fetch-Site: same-origin\\r\\n' >&3
            printf 'Content-Type: application/x-www-form-urlencoded\\r\\nContent-Length: \(form.utf8.count)\\r\\n\\r\\n' >&3
            printf '%s' '\(form)' >&3
            cat <&3
            """
        ).output
        let cookie = answer.firstMatch(of: /(?i)set-cookie: ([^;\r]+)/)
        return String(try #require(cookie, "\(answer.prefix(300))").1)
    }

    /// The status line and the body, in Base64 because it may be a picture, of what somebody who is signed in is answered.
    ///
    /// - Parameter form: what a form of the page sends; nil: the page is read.
    func page(
        _ address: String, sending form: String? = nil, as cookie: String, at port: Int
    ) throws -> (status: String, body: String) {
        let method = form == nil ? "GET" : "POST"
        let sent = form.map {
            "Sec-Fetch-Site: same-origin\\r\\nContent-Type: application/x-www-form-urlencoded\\r\\nContent-Length: \($0.utf8.count)\\r\\n"
        }
        let answer = try shell(
            """
            exec 3<>/dev/tcp/127.0.0.1/\(port)
            printf '\(method) %s HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\nAccept: text/html\\r\\nCookie: %s\\r\\n\(sent ?? "")\\r\\n%s' '\(address)' '\(cookie)' '\(form ?? "")' >&3
            cat <&3 | base64 -w 0
            """
        ).output
        let bytes = [UInt8](Data(base64Encoded: answer.filter { !$0.isWhitespace }) ?? Data())
        let end = bytes.indices.first { bytes[$0...].starts(with: Array("\r\n\r\n".utf8)) } ?? bytes.endIndex
        let status = String(decoding: bytes[..<end], as: UTF8.self).components(separatedBy: "\r\n")[0]
        let body = Data(bytes[min(end + 4, bytes.endIndex)...])
        return (status, String(data: body, encoding: .utf8) ?? body.base64EncodedString())
    }
}
