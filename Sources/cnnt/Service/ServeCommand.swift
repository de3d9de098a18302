import ArgumentParser
import Logging
import Registry
import RuralIndustry
import Web

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Chạy dịch vụ: xác thực giấy chứng nhận, lịch sử danh hiệu (the service).")
    @OptionGroup var global: GlobalOptions
    @Option(help: "HOST:PORT (mặc định: CNNT_LISTEN, 127.0.0.1:8080).") var listen: String?
    @Option(help: "Số kết nối cơ sở dữ liệu.") var connections = 8

    func run() async throws {
        let place = try await Workplace(demo: global.demo, logsJSON: true)
        let registry = try await place.openRegistry(
            poolSize: connections, patience: .service(connections: connections),
            secretKeys: place.secretKeys)
        do {
            try await place.sealSecrets(registry)
            let server = try WebServer(
                registry: registry, listen: listen ?? place.settings.listen, baseURL: place.settings.baseURL,
                clock: { Process.now },
                notes: ServiceNotes(
                    openDataLicence: place.settings.openDataLicence, contact: place.settings.contact,
                    metricsToken: place.settings.metricsToken),
                version: CNNT.configuration.version, provider: try place.settings.provider(),
                workshop: try place.workshop(registry),
                // some for the database, for files and for what else is open
                connections: min(10_000, Process.raisedOpenFileLimit() - 200), logger: place.logger)
            try await server.run { address in Self.say(address) }
            await registry.close()
        } catch {
            await registry.close()
            throw error
        }
    }

    /// Whatever the log's level: who starts a service wants to know where it is.
    private static func say(_ address: String) {
        if Console().errorIsTerminal {
            Console().note("http://\(address)")
        } else {
            JSONLog.write(level: .notice, "listening", ["address": "http://\(address)"])
        }
    }
}
