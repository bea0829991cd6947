package floria.store;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import floria.engine.state.Deployment;
import floria.engine.state.Samples;

/** A process that writes until it is killed, and says of each write that it has returned. */
final class CrashedWriter {
    private static final int THREADS = 4;

    private CrashedWriter() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        SqliteStore store = Stores.open(folder);
        Samples samples = new Samples(Long.parseLong(arguments[1]));
        Deployment deployment = Stores.deployWithSecret(store, samples, "d" + arguments[1]);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println("deployment " + deployment.id());
        for (int i = 0; i < THREADS; i++) {
            String name = i + ".";
            Thread.ofPlatform().start(() -> write(store, samples, deployment, name, out));
        }
    }

    private static void write(
            SqliteStore store,
            Samples samples,
            Deployment deployment,
            String name,
            PrintStream out) {
        for (int i = 0; ; i++) {
            Stores.append(store, samples, deployment, name + i);
            out.println(name + i);
        }
    }
}
