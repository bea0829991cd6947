package floria.cli;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;

import floria.cli.api.Json;

/** A server's process as its clients see it: lock, token, announcement, and an empty list. */
final class PretendedServer {

    private PretendedServer() {}

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(System.getenv("FLORIA_HOME"));
        FileChannel channel =
                FileChannel.open(
                        home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            System.out.println("Another server uses the state folder.");
            System.exit(Exit.CONFLICT.code());
        }
        Files.writeString(
                home.resolve("starts"),
                ProcessHandle.current().pid() + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        Files.writeString(home.resolve("token"), "secret\n");
        ScriptedServer server = new ScriptedServer("secret");
        server.json("GET /deployments", "{\"items\":[]}");
        Path ready = home.resolve("server.json.new");
        Files.write(
                ready,
                Json.bytes(
                        Json.object()
                                .put("url", server.url().toString())
                                .put("pid", ProcessHandle.current().pid())
                                .put("version", "1.2")));
        Files.move(ready, home.resolve("server.json"));
        new CountDownLatch(1).await();
    }
}
