import HTTPTypes
import Hummingbird
import Registry

/// The cookie in which a browser keeps its token: for this host alone, out of reach of scripts, gone when the browser is closed
/// (RFC 6265bis; the prefix `__Host-` keeps other hosts and plain HTTP from setting it).
struct SessionCookie: Sendable {
    let isHTTPS: Bool
    /// What is kept beside the session; empty: the session.
    var purpose = ""

    private var name: String { (isHTTPS ? "__Host-cnnt" : "cnnt") + purpose }

    /// What a browser is known by while it is at a provider of OpenID Connect. It comes back from another site, which `SameSite=Lax`
    /// allows.
    var atProvider: SessionCookie { SessionCookie(isHTTPS: isHTTPS, purpose: "-openid") }

    private var attributes: String { "; Path=/; HttpOnly; SameSite=Lax" + (isHTTPS ? "; Secure" : "") }

    /// What the browser shows; nil: nothing that could be a token.
    func token(of request: Request) -> String? {
        for line in request.headers[values: .cookie] {
            for pair in line.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                    $0.filter { $0 != " " }
                }
                if parts.count == 2, parts[0] == name { return String(parts[1]) }
            }
        }
        return nil
    }

    func isSet(in response: Response) -> Bool {
        response.headers[values: .setCookie].contains { $0.hasPrefix("\(name)=") }
    }

    func keep(_ token: String, in response: inout Response) {
        response.headers.append(HTTPField(name: .setCookie, value: "\(name)=\(token)\(attributes)"))
    }

    func forget(in response: inout Response) {
        response.headers.append(HTTPField(name: .setCookie, value: "\(name)=\(attributes); Max-Age=0"))
    }
}
