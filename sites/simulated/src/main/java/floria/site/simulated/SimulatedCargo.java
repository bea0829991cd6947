package floria.site.simulated;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import floria.site.Cargo;
import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.Key;
import floria.site.SiteContext;
import floria.site.SiteException;
import floria.site.archive.ArchiveReader;
import floria.site.archive.ArchiveWriter;
import floria.site.archive.CheckedArchive;
import floria.site.simulated.FaultScript.Call;

/** What is on simulated volumes: texts by the names of their files, kept in the world's log. */
record SimulatedCargo(World world, SimulatedSite site) implements Cargo {

    @Override
    public void read(SiteContext context, Key volume, OutputStream to) {
        Map<String, String> content =
                site.call(
                        Call.COMMAND,
                        () -> {
                            require(context, volume);
                            return world.content(volume);
                        });
        try (ArchiveWriter archive = new ArchiveWriter(to, "volume")) {
            archive.folder("", 0755);
            for (Map.Entry<String, String> file : content.entrySet()) {
                byte[] bytes = file.getValue().getBytes(StandardCharsets.UTF_8);
                archive.file(file.getKey(), 0644, bytes.length, new ByteArrayInputStream(bytes));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void write(SiteContext context, Key volume, CheckedArchive from) throws IOException {
        Map<String, String> content = new TreeMap<>();
        ArchiveReader archive = new ArchiveReader(from);
        for (Optional<ArchiveReader.Entry> entry = archive.next();
                entry.isPresent();
                entry = archive.next()) {
            if (entry.get().kind() == ArchiveReader.Kind.FILE) {
                content.put(
                        entry.get().name(),
                        new String(archive.content().readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        site.call(
                Call.COMMAND,
                () -> {
                    require(context, volume);
                    world.fill(volume, content);
                    return volume;
                });
    }

    private void require(SiteContext context, Key volume) {
        boolean there =
                Forms.ownedBy(context.installation()).test(volume)
                        && world.look(facts -> facts.resources.containsKey(volume));
        if (!there) {
            throw new SiteException(
                    Fault.of(Kind.NOT_FOUND, Scope.RESOURCE, "There is no " + volume + "."));
        }
    }
}
