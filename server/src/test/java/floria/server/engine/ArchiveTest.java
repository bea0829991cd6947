package floria.server.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.engine.deployment.Refusal;
import floria.engine.deployment.Request;
import floria.engine.state.Deployment;
import floria.engine.state.Scope;
import floria.site.simulated.SimulatedSettings;
import floria.site.simulated.SimulatedSite;
import floria.site.simulated.World;
import floria.tosca.problem.Problem;
import floria.tosca.source.Source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Archives of templates, from the request to the end of the deployment. */
class ArchiveTest {
    private static final String META = "CSAR-Version: 1.1\nEntry-Definitions: Definitions/t.yaml\n";
    private static final String TEMPLATE = Bench.TEMPLATE.replace("a.sh", "../Scripts/a.sh");

    @TempDir Path folder;

    @Test
    void bringsUpAnArchiveAndTakesItDown() throws IOException {
        byte[] archive =
                zip(
                        Map.of(
                                "TOSCA-Metadata/TOSCA.meta",
                                META,
                                "Definitions/t.yaml",
                                TEMPLATE,
                                "Scripts/a.sh",
                                "#!/bin/sh\necho done\n"));
        try (World world = World.inMemory();
                Bench bench = bench(world)) {
            bench.engine.start();
            Deployment made =
                    bench.deployments().create(Scope.LOCAL, request(archive), Optional.empty());
            assertThat(made.name()).isEqualTo("web");
            bench.awaitStatus(made.id(), Deployment.Status.RUNNING);

            bench.deployments().delete(Scope.LOCAL, "web", false, false);
            bench.awaitStatus(made.id(), Deployment.Status.DELETED);
            assertThat(world.resources()).isEmpty();
        }
    }

    @Test
    void listsTheProblemsOfAnArchive() throws IOException {
        byte[] archive = zip(Map.of("TOSCA.meta", META, "Definitions/t.yaml", TEMPLATE));
        try (World world = World.inMemory();
                Bench bench = bench(world)) {
            assertThat(bench.deployments().validate(request(archive)))
                    .isNotEmpty()
                    .allSatisfy(problem -> {
                        assertThat(problem.code()).isEqualTo("file-not-found");
                        assertThat(problem.isError()).isTrue();
                        assertThat(problem.location().address())
                                .isEqualTo("file:web.csar!/Definitions/t.yaml");
                    });
        }
    }

    @Test
    void refusesATemplateWhoseScriptsAreNotThere() {
        Request request =
                new Request(
                        Optional.of("web"),
                        "t.yaml",
                        Map.of("t.yaml", new Source("file:t.yaml", Bench.TEMPLATE.getBytes(UTF_8))),
                        Map.of(),
                        Optional.empty());
        try (World world = World.inMemory();
                Bench bench = bench(world)) {
            assertThat(bench.deployments().validate(request)).noneMatch(Problem::isError);
            assertThatThrownBy(() -> bench.deployments().plan(Scope.LOCAL, request))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal ->
                                    assertThat(refusal.problems())
                                            .isNotEmpty()
                                            .allMatch(Problem::isError));
        }
    }

    private Bench bench(World world) {
        return new Bench(
                folder, new Halt(0), new SimulatedSite(SimulatedSettings.of("sim"), world));
    }

    private static Request request(byte[] archive) {
        return new Request(
                Optional.empty(),
                "web.csar",
                Map.of("web.csar", new Source("file:web.csar", archive)),
                Map.of(),
                Optional.empty());
    }

    private static byte[] zip(Map<String, String> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue().getBytes(UTF_8));
            }
        }
        return bytes.toByteArray();
    }
}
