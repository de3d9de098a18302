import ArgumentParser
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
        let place = try await Workplace(demo: global.demo)
        let registry = try await place.openRegistry(poolSize: connections)
        do {
            let server = try WebServer(
                registry: registry, listen: listen ?? place.settings.listen, baseURL: place.settings.baseURL,
                clock: { Process.now }, logger: place.logger)
            try await server.run { address in Console().note("http://\(address)") }
            await registry.close()
        } catch {
            await registry.close()
            throw error
        }
    }
}
