package floria.placement.hardware;

import java.util.Optional;

import floria.site.Gpus;
import floria.site.Hardware;
import floria.site.Interconnect;

/**
 * The least that is asked of a machine.
 *
 * @param memory bytes
 * @param disk bytes
 * @param flavour the site's own name of what is wanted, exactly
 * @param sameFabric whether its copies must share a fabric
 */
public record Wish(
        double cpus,
        long memory,
        long disk,
        Optional<GpuWish> gpu,
        Optional<String> architecture,
        Interconnect interconnect,
        boolean sameFabric,
        Preemption preemption,
        Optional<String> flavour) {

    /** Whether the site may take the machine back. */
    public enum Preemption {
        REFUSED,
        ALLOWED,
        REQUIRED
    }

    public static Wish of(double cpus, long memory, long disk) {
        return new Wish(
                cpus,
                memory,
                disk,
                Optional.empty(),
                Optional.empty(),
                Interconnect.UNKNOWN,
                false,
                Preemption.REFUSED,
                Optional.empty());
    }

    /** As much as that hardware has. */
    public static Wish of(Hardware least) {
        Wish plain = of(least.cpus(), least.memory(), least.disk());
        return least.gpu()
                .map(gpu ->
                        plain.with(
                                GpuWish.of(gpu.count())
                                        .of(least.gpuModel().stream().toList())
                                        .withMemory(gpu.memory())))
                .orElse(plain);
    }

    public Wish with(GpuWish wanted) {
        return new Wish(
                cpus,
                memory,
                disk,
                Optional.of(wanted),
                architecture,
                interconnect,
                sameFabric,
                preemption,
                flavour);
    }

    public Wish on(String wanted) {
        return new Wish(
                cpus,
                memory,
                disk,
                gpu,
                Optional.of(wanted),
                interconnect,
                sameFabric,
                preemption,
                flavour);
    }

    public Wish over(Interconnect least, boolean oneFabric) {
        return new Wish(
                cpus, memory, disk, gpu, architecture, least, oneFabric, preemption, flavour);
    }

    public Wish preempted(Preemption whether) {
        return new Wish(
                cpus, memory, disk, gpu, architecture, interconnect, sameFabric, whether, flavour);
    }

    public Wish named(String offer) {
        return new Wish(
                cpus,
                memory,
                disk,
                gpu,
                architecture,
                interconnect,
                sameFabric,
                preemption,
                Optional.of(offer));
    }

    /** What a site is asked to give; the offer says which model of GPU that is. */
    public Hardware hardware() {
        return new Hardware(
                cpus,
                memory,
                disk,
                gpu.map(wanted -> Gpus.of(wanted.count(), "")),
                architecture,
                interconnect);
    }
}
