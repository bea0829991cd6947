package floria.server;

import java.util.List;

import floria.server.fake.BrokenWiring;
import floria.server.fake.FakeWiring;

/** The program, over an engine in memory, or over a store that does not open. */
final class FakeServer {
    private FakeServer() {}

    public static void main(String[] arguments) {
        boolean broken = "broken".equals(System.getProperty("floria.test.store"));
        FloriaServer.run(List.of(arguments), broken ? BrokenWiring.class : FakeWiring.class);
    }
}
