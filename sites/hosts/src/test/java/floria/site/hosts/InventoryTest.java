package floria.site.hosts;

import java.util.Optional;

import org.junit.jupiter.api.Test;

import floria.site.Gpus;
import floria.site.Interconnect.Infiniband;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InventoryTest {
    private static final String PLAIN =
            """
            base /srv/floria
            uid 0
            connection 10.0.0.1 50000 10.0.0.21 22
            cpus 64
            memory 527000000
            disk 900000000
            architecture x86_64
            os debian:12
            title Debian GNU/Linux 12 (bookworm)
            systemd yes
            engine podman
            """;

    @Test
    void readsAMachineWithNvidiaGpusAndInfiniband() {
        Inventory read =
                Inventory.parse(
                        PLAIN
                                + """
                                infiniband 100 Gb/sec (4X EDR)
                                infiniband 200 Gb/sec (4X HDR)
                                ethernet 25000
                                nvidia 0, 81559, 550.54.15, 9.0, NVIDIA H100 80GB HBM3
                                nvidia 1, 81559, 550.54.15, 9.0, NVIDIA H100 80GB HBM3
                                cuda 12.4
                                nvlink yes
                                """);
        Gpus gpus = read.hardware().gpu().orElseThrow();
        assertThat(gpus.count()).isEqualTo(2);
        assertThat(gpus.model()).isEqualTo("H100");
        assertThat(gpus.memory()).isEqualTo(81559L << 20);
        assertThat(gpus.vendor()).contains("nvidia");
        assertThat(gpus.computeCapability()).contains("9.0");
        assertThat(gpus.driver()).contains("550.54.15");
        assertThat(gpus.cuda()).contains("12.4");
        assertThat(gpus.linked()).isTrue();
        assertThat(read.gpuIds()).containsExactly("0", "1");
        assertThat(read.hardware().interconnect().infiniband()).contains(Infiniband.HDR);
        assertThat(read.hardware().interconnect().gigabits()).isEqualTo(25);
        assertThat(read.address()).contains("10.0.0.21");
        assertThat(read.image()).contains("debian:12");
        assertThat(read.root()).isTrue();
        assertThat(read.engines()).containsExactly("podman");
    }

    @Test
    void readsAmdGpusFromRocmSmiOrTheKernel() {
        Gpus rocm =
                Inventory.parse(
                                PLAIN
                                        + """
                                        rocm device,VRAM Total Memory (B),VRAM Total Used Memory (B),Card series,Card model
                                        rocm card0,68702699520,10850304,AMD Instinct MI250X,0x0b0c
                                        rocm card1,68702699520,10850304,AMD Instinct MI250X,0x0b0c
                                        """)
                        .hardware()
                        .gpu()
                        .orElseThrow();
        assertThat(rocm.count()).isEqualTo(2);
        assertThat(rocm.model()).isEqualTo("MI250X");
        assertThat(rocm.memory()).isEqualTo(68702699520L);
        assertThat(rocm.vendor()).contains("amd");

        assertThat(Inventory.parse(PLAIN + "kfd gfx90a\n").hardware().gpu())
                .map(Gpus::count)
                .contains(1);
    }

    @Test
    void readsAMachineOfWhichLittleIsKnown() {
        Inventory read = Inventory.parse("base /home/a/.floria-site\ncpus 1\nmemory 1000\n");
        assertThat(read.hardware().gpu()).isEmpty();
        assertThat(read.image()).isEqualTo(Optional.empty());
        assertThat(read.root()).isFalse();
        assertThatThrownBy(() -> Inventory.parse("Welcome!\n"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsRangesOfHosts() {
        assertThat(HostNames.parse("login, gpu[08-11].example.org"))
                .containsExactly(
                        "login",
                        "gpu08.example.org",
                        "gpu09.example.org",
                        "gpu10.example.org",
                        "gpu11.example.org");
        for (String wrong : new String[] {"-oProxyCommand=x", "a a", "n[3-1]", "a;b", ""}) {
            assertThatThrownBy(() -> HostNames.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
