package floria.site.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.io.TempDir;

import floria.site.Channel;
import floria.site.Hardware;
import floria.site.ResourceSpec;
import floria.site.ResourceSpec.Machine;
import floria.site.Site;
import floria.testing.SiteContract;
import floria.testing.SiteFeature;

class LocalSiteContractTest extends SiteContract {
    @TempDir Path folder;

    @Override
    protected Site open() {
        return site(folder.resolve("root"));
    }

    private static Site site(Path root) {
        return new LocalSite(
                new LocalSettings("here", root, Map.of("PATH", "/usr/bin:/bin", "HOME", "/tmp")));
    }

    @Override
    protected Map<SiteFeature, String> lacks() {
        return Map.of(
                SiteFeature.NAMES, "machines of a local site are all 127.0.0.1, without names");
    }

    @Override
    protected String mounted(Channel channel, String path) {
        return channel.workspace() + "/mounts" + path;
    }

    @Override
    protected Optional<List<ResourceSpec>> beyondCapacity() {
        Machine machine = machine();
        Hardware much = Hardware.of(100_000, 1, 1);
        return Optional.of(
                List.of(
                        machine(),
                        new Machine(
                                machine.key(),
                                machine.labels(),
                                machine.offer(),
                                much,
                                machine.image(),
                                machine.hostname(),
                                List.of(),
                                List.of(),
                                List.of())));
    }

    @Override
    protected Optional<Site> unreachable() {
        try {
            return Optional.of(site(Files.createFile(folder.resolve("file")).resolve("root")));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
