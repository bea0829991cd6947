package floria.site.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ThisMachineTest {
    @TempDir Path system;

    private void file(String path, String text) throws IOException {
        Path file = system.resolve(path);
        Files.createDirectories(Optional.ofNullable(file.getParent()).orElseThrow());
        Files.writeString(file, text);
    }

    @Test
    void knowsItsOperatingSystem() throws IOException {
        file("etc/os-release", "PRETTY_NAME=\"Some Linux 4\"\nID=some\nVERSION_ID=\"4\"\n");
        assertThat(new ThisMachine(system).image()).contains("some:4");
        assertThat(new ThisMachine(system).title()).isEqualTo("Some Linux 4");
    }

    @Test
    void doesWithoutAnythingThatIsNotThere() throws IOException {
        assertThat(new ThisMachine(system).image()).isEmpty();
        assertThat(new ThisMachine(system).gpus()).isEmpty();
        assertThat(new ThisMachine(system).hardware(system).gpuModel()).isEmpty();
        file("etc/os-release", "ID=rolling\n");
        assertThat(new ThisMachine(system).image()).contains("rolling");
    }

    @Test
    void countsGpusThatHaveADriver() throws IOException {
        String information = "Model: \t\t NVIDIA A100-SXM4-40GB\nIRQ:   \t\t 1\n";
        file("proc/driver/nvidia/gpus/0000:01:00.0/information", information);
        file("proc/driver/nvidia/gpus/0000:02:00.0/information", information);
        file("sys/class/kfd/kfd/topology/nodes/0/gpu_id", "0\n");
        file("sys/class/kfd/kfd/topology/nodes/1/gpu_id", "4711\n");
        file("sys/class/kfd/kfd/topology/nodes/1/name", "\n");
        assertThat(new ThisMachine(system).gpus()).containsExactly("A100", "A100", "AMD");
    }

    @Test
    void callsGpusAsPeopleDo() {
        assertThat(ThisMachine.model("NVIDIA H200")).isEqualTo("H200");
        assertThat(ThisMachine.model("NVIDIA A100 80GB PCIe")).isEqualTo("A100");
        assertThat(ThisMachine.model("NVIDIA GeForce RTX 4090")).isEqualTo("RTX 4090");
        assertThat(ThisMachine.model("Tesla V100-SXM2-32GB")).isEqualTo("V100");
        assertThat(ThisMachine.model("AMD Instinct MI250X")).isEqualTo("MI250X");
    }
}
