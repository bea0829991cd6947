package floria.site;

import java.util.Optional;

/**
 * What a machine has, or what is asked of one.
 *
 * @param cpus virtual CPUs; fractions are shares of one
 * @param memory bytes
 * @param disk bytes
 * @param gpu its GPUs, all alike
 * @param architecture {@code x86_64} or {@code arm64}, where it is known
 * @param interconnect how it reaches its neighbours
 */
public record Hardware(
        double cpus,
        long memory,
        long disk,
        Optional<Gpus> gpu,
        Optional<String> architecture,
        Interconnect interconnect) {

    /** With GPUs of which no more is known than how many, and perhaps the model. */
    public Hardware(double cpus, long memory, long disk, int gpus, Optional<String> gpuModel) {
        this(
                cpus,
                memory,
                disk,
                gpus == 0 ? Optional.empty() : Optional.of(Gpus.of(gpus, gpuModel.orElse(""))),
                Optional.empty(),
                Interconnect.UNKNOWN);
    }

    public static Hardware of(double cpus, long memory, long disk) {
        return new Hardware(cpus, memory, disk, 0, Optional.empty());
    }

    /** How many GPUs. */
    public int gpus() {
        return gpu.map(Gpus::count).orElse(0);
    }

    /** Their model, such as {@code A100}, where it is known. */
    public Optional<String> gpuModel() {
        return gpu.map(Gpus::model).filter(model -> !model.isEmpty());
    }
}
