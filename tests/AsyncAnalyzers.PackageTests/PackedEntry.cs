using System.IO.Compression;
using System.Reflection.PortableExecutable;

namespace AsyncAnalyzers.PackageTests;

/// <summary>What an entry of a nupkg holds.</summary>
internal static class PackedEntry
{
    public static byte[] Read(this ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    public static PEReader OpenAssembly(this ZipArchiveEntry entry) => new(new MemoryStream(entry.Read()));

    /// <summary>The assembly of that name in the package.</summary>
    public static PEReader OpenAssembly(this PackedPackage package, string name)
    {
        using ZipArchive entries = ZipFile.OpenRead(package.Path);
        return entries.GetEntry(name)!.OpenAssembly();
    }
}
