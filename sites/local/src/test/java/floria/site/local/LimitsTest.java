package floria.site.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import floria.site.Hardware;
import floria.site.Key;

import static org.assertj.core.api.Assertions.assertThat;

/** What the kernel's files look like on machines that this one is not. */
class LimitsTest {
    @TempDir Path system;

    private final Key key = LocalProcess.key(1);
    private final Hardware hardware = Hardware.of(1.5, 1 << 20, 0);

    private void file(String path, String text) throws IOException {
        Path file = system.resolve(path);
        Files.createDirectories(file.resolve("..").normalize());
        Files.writeString(file, text);
    }

    @Test
    void usesTheNearestGroupThatHandsItsControllersOn() throws IOException {
        file("proc/self/cgroup", "0::/user.slice/app.slice/floria.scope\n");
        file(
                "proc/self/mountinfo",
                "30 24 0:26 / /sys/fs/cgroup rw shared:4 - cgroup2 cgroup2 rw\n");
        String slice = "sys/fs/cgroup/user.slice/app.slice/";
        file(slice + "floria.scope/cgroup.subtree_control", "\n");
        file(slice + "cgroup.subtree_control", "cpu memory pids\n");
        file(slice + "cgroup.procs", "");
        String group = slice + "floria-" + key + "/";
        file(group + "cpu.max", "max 100000");
        file(group + "memory.max", "max");
        file(group + "cgroup.procs", "12\n13\n");

        Limits limits = Limits.detect(system);

        assertThat(limits.title()).isEqualTo("cpu, memory by control groups, version 2");
        assertThat(limits.apply(key, hardware))
                .isEqualTo(List.of(system.resolve(group + "cgroup.procs")));
        assertThat(system.resolve(group + "cpu.max")).hasContent("150000 100000");
        assertThat(system.resolve(group + "memory.max")).hasContent("1048576");
        assertThat(limits.members(key)).containsExactlyInAnyOrder(12L, 13L);
    }

    @Test
    void usesItsOwnGroupOfVersionOneInAContainer() throws IOException {
        file("proc/self/cgroup", "5:memory:/docker/abc\n4:cpu,cpuacct:/docker/abc\n0::/\n");
        file(
                "proc/self/mountinfo",
                """
                40 30 0:28 /docker/abc /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
                41 30 0:29 /docker/abc /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
                """);
        String memory = "sys/fs/cgroup/memory/floria-" + key + "/";
        String cpu = "sys/fs/cgroup/cpu,cpuacct/floria-" + key + "/";
        file(memory + "memory.limit_in_bytes", "");
        file(cpu + "cpu.cfs_period_us", "");
        file(cpu + "cpu.cfs_quota_us", "");

        Limits limits = Limits.detect(system);

        assertThat(limits.title()).isEqualTo("cpu, memory by control groups, version 1");
        assertThat(limits.apply(key, hardware)).hasSize(2);
        assertThat(system.resolve(memory + "memory.limit_in_bytes")).hasContent("1048576");
        assertThat(system.resolve(cpu + "cpu.cfs_quota_us")).hasContent("150000");
    }

    @Test
    void limitsNothingWhereThereAreNoGroups() {
        Limits limits = Limits.detect(system);
        assertThat(limits.title()).startsWith("none");
        assertThat(limits.apply(key, hardware)).isEmpty();
        assertThat(limits.members(key)).isEmpty();
    }
}
