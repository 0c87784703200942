using EventLoopLab.Lab;

namespace EventLoopLab.Running;

/// <summary>The programs of the lab, found by reflection.</summary>
internal static class LabCatalog
{
    /// <summary>All programs, in the order of the lab.</summary>
    public static IReadOnlyList<LabProgram> Programs { get; } = typeof(LabCatalog).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(LabProgram)))
        .Select(type => (LabProgram)Activator.CreateInstance(type, nonPublic: true)!)
        .OrderBy(program => program.Order)
        .ThenBy(program => program.Name, StringComparer.Ordinal)
        .ToArray();

    /// <summary>The program of that name, or null.</summary>
    public static LabProgram? Find(string name)
        => Programs.FirstOrDefault(program => string.Equals(program.Name, name, StringComparison.OrdinalIgnoreCase));
}
