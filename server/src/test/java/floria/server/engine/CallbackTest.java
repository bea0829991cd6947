package floria.server.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.callback.Callbacks;
import floria.engine.callback.DeadLetter;
import floria.engine.callback.Postman;
import floria.engine.callback.Reach;
import floria.engine.callback.Signature;
import floria.engine.callback.Webhook;
import floria.engine.deployment.Refusal;
import floria.engine.run.Retry;
import floria.engine.state.Deployment;
import floria.engine.state.Event;
import floria.engine.state.Scope;
import floria.engine.state.Ulid;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Webhooks, with a receiver on this machine. */
class CallbackTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @TempDir Path folder;

    private final SetClock clock = new SetClock(Instant.parse("2026-03-02T09:00:00Z"));
    private final World world = World.inMemory();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger status = new AtomicInteger(204);
    private HttpServer receiver;
    private Bench bench;
    private Postman postman;
    private Callbacks callbacks;

    private record Call(long event, String signature, String body) {}

    @BeforeEach
    void open() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext(
                "/",
                exchange -> {
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    calls.add(
                            new Call(
                                    Long.parseLong(
                                            exchange.getRequestHeaders().getFirst("Floria-Event")),
                                    exchange.getRequestHeaders().getFirst("Floria-Signature"),
                                    body));
                    exchange.sendResponseHeaders(status.get(), -1);
                    exchange.close();
                });
        receiver.start();
        bench =
                new Bench(
                        folder,
                        new Halt(0),
                        new Retry(2, Duration.ofMillis(1), Duration.ofMillis(2)),
                        clock,
                        Optional.empty(),
                        new SimulatedSite(SimulatedSettings.of("sim"), world));
        bench.engine.start();
        Reach reach = new Reach(true);
        callbacks =
                new Callbacks(
                        bench.files.outbox(),
                        bench.files,
                        reach,
                        new Ulid(clock, new Random(3)),
                        clock);
        postman = postman(reach);
        postman.start();
    }

    private Postman postman(Reach reach) {
        return new Postman(
                bench.files.outbox(),
                bench.files,
                reach,
                event -> event.message().getBytes(StandardCharsets.UTF_8),
                clock,
                new Random(5),
                new Postman.Settings(
                        "one",
                        Duration.ofMillis(20),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(40),
                        3,
                        Duration.ofSeconds(5)));
    }

    @AfterEach
    void end() {
        postman.close();
        bench.close();
        receiver.stop(0);
        world.close();
    }

    private Webhook add(String... events) {
        return callbacks.add(Scope.LOCAL, address(), SECRET, Optional.empty(), List.of(events));
    }

    private String address() {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
    }

    private Deployment deploy(String name) {
        Deployment made =
                bench.deployments()
                        .create(Scope.LOCAL, Bench.request(name, Bench.TEMPLATE), Optional.empty());
        return bench.awaitStatus(made.id(), Deployment.Status.RUNNING);
    }

    private List<Long> wanted(String prefix) {
        return bench.store.events(Scope.LOCAL, Optional.empty(), 0, 1000).stream()
                .filter(event -> event.type().startsWith(prefix))
                .map(Event::id)
                .toList();
    }

    private void await(Runnable assertion) {
        Awaitility.await().atMost(Bench.PATIENCE).untilAsserted(assertion::run);
    }

    @Test
    void deliversEveryEventInOrderAndSigned() {
        add();
        deploy("shop");
        List<Long> all = wanted("");
        await(() -> assertThat(calls).extracting(Call::event).isEqualTo(all));
        assertThat(calls)
                .allSatisfy(call ->
                        assertThat(call.signature())
                                .isEqualTo(
                                        Signature.of(
                                                SECRET,
                                                clock.instant(),
                                                call.body().getBytes(StandardCharsets.UTF_8))));
        assertThat(calls.getFirst().signature()).matches("t=1772442000,v1=[0-9a-f]{64}");
    }

    @Test
    void deliversOnlyWhatWasAskedFor() {
        add("run.*");
        deploy("shop");
        await(() -> assertThat(calls).extracting(Call::event).isEqualTo(wanted("run.")));
    }

    @Test
    void beginsWithTheNextEvent() {
        deploy("old");
        int before = wanted("").size();
        add();
        deploy("shop");
        await(() ->
                assertThat(calls)
                        .extracting(Call::event)
                        .isEqualTo(wanted("").subList(before, wanted("").size())));
    }

    @Test
    void triesAgainWithGrowingPausesAndLosesNothing() {
        status.set(503);
        Webhook webhook = add("deployment.status");
        deploy("shop");
        await(() -> assertThat(attempts(webhook)).isEqualTo(1));
        assertThat(calls).hasSize(1);
        clock.pass(Duration.ofSeconds(10));
        await(() -> assertThat(attempts(webhook)).isEqualTo(2));
        status.set(200);
        clock.pass(Duration.ofSeconds(20));
        List<Long> all = wanted("deployment.status");
        await(() -> assertThat(calls).hasSize(2 + all.size()));
        assertThat(calls.subList(2, calls.size())).extracting(Call::event).isEqualTo(all);
        await(() -> assertThat(attempts(webhook)).isZero());
    }

    private int attempts(Webhook webhook) {
        return callbacks.list(Scope.LOCAL).stream()
                .filter(one -> one.id().equals(webhook.id()))
                .mapToInt(Webhook::attempt)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void givesUpGoesOnAndDeliversAgainWhenAsked() {
        status.set(500);
        Webhook webhook = add("deployment.created");
        deploy("first");
        for (int tries = 1; tries <= 2; tries++) {
            int done = tries;
            await(() -> assertThat(attempts(webhook)).isEqualTo(done));
            clock.pass(Duration.ofSeconds(40));
        }
        await(() -> assertThat(callbacks.deadLetters(Scope.LOCAL, webhook.id())).hasSize(1));
        DeadLetter dead = callbacks.deadLetters(Scope.LOCAL, webhook.id()).getFirst();
        assertThat(dead.attempts()).isEqualTo(3);
        assertThat(dead.error()).isEqualTo("it answers with status 500");

        status.set(200);
        deploy("second");
        await(() -> assertThat(calls).hasSize(4));
        callbacks.redeliver(Scope.LOCAL, webhook.id(), dead.event());
        await(() -> assertThat(callbacks.deadLetters(Scope.LOCAL, webhook.id())).isEmpty());
        assertThat(calls.getLast().event()).isEqualTo(dead.event());
    }

    @Test
    void goesOnWhereAnotherProcessEnded() {
        add();
        deploy("first");
        await(() -> assertThat(calls).hasSize(wanted("").size()));
        postman.close();
        deploy("second");
        postman = postman(new Reach(true));
        postman.start();
        List<Long> all = wanted("");
        await(() -> assertThat(calls).extracting(Call::event).isEqualTo(all));
    }

    @Test
    void callsNoPrivateAddressUnlessAllowed() {
        Callbacks strict =
                new Callbacks(
                        bench.files.outbox(),
                        bench.files,
                        new Reach(false),
                        new Ulid(clock, new Random(4)),
                        clock);
        for (String url :
                List.of(
                        address(),
                        "http://10.0.0.1/",
                        "http://[::1]/",
                        "http://[fd00::1]/",
                        "http://100.64.0.1/")) {
            assertThatThrownBy(
                            () -> strict.add(Scope.LOCAL, url, SECRET, Optional.empty(), List.of()))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("private address");
        }
        assertThatThrownBy(() ->
                        callbacks.add(
                                Scope.LOCAL,
                                "http://169.254.169.254/latest",
                                SECRET,
                                Optional.empty(),
                                List.of()))
                .hasMessageContaining("never called");
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() ->
                        callbacks.add(
                                Scope.LOCAL,
                                "ftp://example.org/",
                                SECRET,
                                Optional.empty(),
                                List.of()))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() ->
                        callbacks.add(Scope.LOCAL, address(), "short", Optional.empty(), List.of()))
                .hasMessageContaining("shorter than 16");
        assertThatThrownBy(() -> callbacks.remove(Scope.LOCAL, "nobody"))
                .hasMessageContaining("no webhook nobody");
    }
}
