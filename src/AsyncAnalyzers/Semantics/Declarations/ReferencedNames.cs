using System.Reflection;
using System.Reflection.Metadata;

namespace AsyncAnalyzers.Semantics;

/// <summary>What one referenced assembly declares, read from its metadata tables without making symbols.</summary>
internal sealed class ReferencedNames
{
    public ReferencedNames(PortableExecutableReference reference)
    {
        try
        {
            if (reference.GetMetadata() is AssemblyMetadata assembly)
            {
                foreach (ModuleMetadata module in assembly.GetModules())
                {
                    Read(module.GetMetadataReader());
                }
            }
        }
        catch (Exception exception) when (exception is BadImageFormatException or System.IO.IOException or ObjectDisposedException)
        {
            // The compiler itself says so of a reference that it cannot read.
        }
    }

    /// <summary>The types that have a method GetAwaiter.</summary>
    public HashSet<string> AwaitableTypes { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// The methods that return one of these types, or a type of another assembly that is called a task or an awaitable.
    /// </summary>
    public HashSet<string> Methods { get; } = new(StringComparer.Ordinal);

    /// <summary>The static ones among them, any of which may be an extension method, with the types of their first parameters.</summary>
    public HashSet<(string Method, string Type)> FirstParameters { get; } = new();

    private void Read(MetadataReader reader)
    {
        foreach (MethodDefinitionHandle handle in reader.MethodDefinitions)
        {
            MethodDefinition method = reader.GetMethodDefinition(handle);
            if (reader.StringComparer.Equals(method.Name, "GetAwaiter"))
            {
                AwaitableTypes.Add(NameOf(reader, method.GetDeclaringType()));
            }
        }

        var isAwaitable = new Dictionary<EntityHandle, bool>();
        foreach (MethodDefinitionHandle handle in reader.MethodDefinitions)
        {
            MethodDefinition method = reader.GetMethodDefinition(handle);
            if ((method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Private)
            {
                continue;
            }

            EntityHandle type = ReturnType(reader.GetBlobReader(method.Signature));
            if (type.IsNil)
            {
                continue;
            }

            if (!isAwaitable.TryGetValue(type, out bool awaitable))
            {
                string name = NameOf(reader, type);
                awaitable = AwaitableTypes.Contains(name)
                    || name.EndsWith("Task", StringComparison.Ordinal) || name.EndsWith("Awaitable", StringComparison.Ordinal);
                isAwaitable.Add(type, awaitable);
            }

            if (awaitable)
            {
                string name = reader.GetString(method.Name);
                Methods.Add(name);
                if ((method.Attributes & MethodAttributes.Static) != 0 && name.EndsWith("Async", StringComparison.Ordinal))
                {
                    FirstParameters.Add((name, FirstParameter(reader, reader.GetBlobReader(method.Signature))));
                }
            }
        }
    }

    private static string NameOf(MetadataReader reader, EntityHandle type)
    {
        string name = reader.GetString(type.Kind == HandleKind.TypeReference
            ? reader.GetTypeReference((TypeReferenceHandle)type).Name
            : reader.GetTypeDefinition((TypeDefinitionHandle)type).Name);
        int tick = name.IndexOf('`');
        return tick < 0 ? name : name.Substring(0, tick);
    }

    private static string FirstParameter(MetadataReader reader, BlobReader signature)
        => ParameterCount(ref signature) > 0 && SkipType(ref signature) && NamedType(ref signature) is { IsNil: false } type
            ? NameOf(reader, type)
            : AwaitableNames.AnyType;

    /// <summary>
    /// Goes past a return type that is a class or struct (ECMA-335 II.23.2.12); false where it has parts of another kind.
    /// </summary>
    private static bool SkipType(ref BlobReader signature)
    {
        SignatureTypeCode code = signature.ReadSignatureTypeCode();
        switch (code)
        {
            case SignatureTypeCode.RequiredModifier or SignatureTypeCode.OptionalModifier:
                signature.ReadTypeHandle();
                return SkipType(ref signature);
            case SignatureTypeCode.TypeHandle:
                signature.ReadTypeHandle();
                return true;
            case SignatureTypeCode.GenericTypeInstance:
                bool isSkipped = SkipType(ref signature);
                for (int count = signature.ReadCompressedInteger(); isSkipped && count > 0; count--)
                {
                    isSkipped = SkipType(ref signature);
                }

                return isSkipped;
            case SignatureTypeCode.GenericTypeParameter or SignatureTypeCode.GenericMethodParameter:
                signature.ReadCompressedInteger();
                return true;
            case SignatureTypeCode.SZArray:
                return SkipType(ref signature);
            default:
                return code is (>= SignatureTypeCode.Boolean and <= SignatureTypeCode.String)
                    or SignatureTypeCode.Object or SignatureTypeCode.IntPtr or SignatureTypeCode.UIntPtr;
        }
    }

    /// <summary>The class or struct (or the generic type) that a method returns; nil for all others (ECMA-335 II.23.2.1).</summary>
    private static EntityHandle ReturnType(BlobReader signature)
    {
        ParameterCount(ref signature);
        return NamedType(ref signature);
    }

    /// <summary>Reads a method's signature up to its return type (ECMA-335 II.23.2.1).</summary>
    private static int ParameterCount(ref BlobReader signature)
    {
        if (signature.ReadSignatureHeader().IsGeneric)
        {
            signature.ReadCompressedInteger();
        }

        return signature.ReadCompressedInteger();
    }

    private static EntityHandle NamedType(ref BlobReader signature)
    {
        SignatureTypeCode code = signature.ReadSignatureTypeCode();
        while (code is SignatureTypeCode.RequiredModifier or SignatureTypeCode.OptionalModifier)
        {
            signature.ReadTypeHandle();
            code = signature.ReadSignatureTypeCode();
        }

        if (code == SignatureTypeCode.GenericTypeInstance)
        {
            code = signature.ReadSignatureTypeCode();
        }

        if (code != SignatureTypeCode.TypeHandle)
        {
            return default;
        }

        EntityHandle type = signature.ReadTypeHandle();
        return type.Kind is HandleKind.TypeReference or HandleKind.TypeDefinition ? type : default;
    }
}
