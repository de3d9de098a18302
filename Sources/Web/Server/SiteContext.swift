import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Registry
import RuralIndustry

/// What accompanies a request through middleware and handlers.
struct SiteContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Who is signed in, where a browser shows a token that is good.
    var signedIn: SignedIn?
    /// Who gave the right password and awaits a code of the second factor: nobody yet.
    var awaitingCode: SignedIn?
    /// The program that shows a token that is good.
    var bearer: TokenBearer?
    private let channel: any Channel
    /// The address at the other end of the connection; written out where it is asked for alone.
    private var peer: String? { channel.remoteAddress?.ipAddress }
    /// In the header X-Request-Id and, as Hummingbird names it, in every line of the log.
    let requestID: String

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        // A log handler may keep no metadata, which `RequestContext.id` takes for granted.
        channel = source.channel
        requestID = source.logger[metadataKey: "hb.request.id"]?.description ?? RequestID().description
    }

    /// Who asks.
    var viewer: Viewer { bearer?.viewer ?? signedIn?.viewer ?? .anybody }

    /// The program that asks, at an address that is for those with a token.
    ///
    /// - Throws: `Problem` `token-needed`.
    func program() throws(Problem) -> TokenBearer {
        guard let bearer else { throw Problem.tokenNeeded }
        return bearer
    }

    /// Who asks, at an address that is for people who are signed in.
    ///
    /// - Throws: `SignInNeeded`, which leads a browser there and back.
    func person(_ request: Request) throws(SignInNeeded) -> SignedIn {
        guard let signedIn else { throw SignInNeeded(request) }
        return signedIn
    }

    func origin(of request: Request) -> RequestOrigin {
        RequestOrigin(
            network: ClientNetwork.of(request, peer: peer), agent: request.headers[.userAgent] ?? "")
    }

    /// Whether a program of this machine asks, and no proxy on it for somebody else: one that does not say for whom it asks still
    /// hands on the name by which the service was called.
    func isOfThisMachine(_ request: Request) -> Bool {
        ClientNetwork.isLoopback(peer ?? "") && ClientNetwork.namesThisMachine(request.head.authority)
            && HTTPField.Name.ofProxies.allSatisfy { request.headers[$0] == nil }
    }

    var maxUploadSize: Int { BodyLimit.bytes }
}
