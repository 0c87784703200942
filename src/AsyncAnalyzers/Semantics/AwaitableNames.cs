using System.Reflection.Metadata;
using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// The names of all methods of a compilation and its references that return an awaitable. A call by any other name needs no
/// binding to know that it drops no task: most statements are calls, and binding them all would cost as much as compiling.
/// </summary>
internal sealed class AwaitableNames
{
    private static readonly ConditionalWeakTable<Compilation, AwaitableNames> PerCompilation = new();
    private static readonly ConditionalWeakTable<MetadataReference, ReferencedNames> PerReference = new();

    private readonly HashSet<string> _names = new(StringComparer.Ordinal) { "Invoke", "Task", "ValueTask", "GetAwaiter" };
    private readonly HashSet<string> _takersOfTasks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _namesOfNestedTasks = new(StringComparer.Ordinal);
    private readonly Lazy<HashSet<string>> _synchronousNames;
    private bool _hasContainersOfTasks;

    private AwaitableNames(Compilation compilation)
    {
        var awaitableTypes = new HashSet<string>(StringComparer.Ordinal) { "Task", "ValueTask" };
        var references = new List<ReferencedNames>();
        foreach (MetadataReference reference in compilation.References)
        {
            if (reference is CompilationReference project)
            {
                AddSource(project.Compilation, awaitableTypes);
            }
            else if (reference is PortableExecutableReference file)
            {
                references.Add(PerReference.GetValue(reference, _ => new ReferencedNames(file)));
            }
        }

        foreach (ReferencedNames reference in references)
        {
            awaitableTypes.UnionWith(reference.AwaitableTypes);
            _names.UnionWith(reference.Methods);
        }

        AddSource(compilation, awaitableTypes);
        _synchronousNames = new Lazy<HashSet<string>>(() => WithoutSuffixes(_names));
    }

    public static AwaitableNames Of(Compilation compilation)
        => PerCompilation.GetValue(compilation, static compilation => new AwaitableNames(compilation));

    /// <summary>False is certain, but for delegates in variables: those have names that begin in lower case or with an underscore.</summary>
    public bool MayReturnAwaitable(string name)
        => name.EndsWith("Async", StringComparison.Ordinal) || char.IsLower(name[0]) || name[0] is '_' or '@' || _names.Contains(name);

    /// <summary>A method that returns an awaitable is called like this one with <c>Async</c> or <c>TaskAsync</c> behind the name. False is certain.</summary>
    public bool HasAsyncForm(string name) => _synchronousNames.Value.Contains(name);

    /// <summary>A method, or the constructor of a type, of this name in the source has a parameter that is written as a task. False is certain.</summary>
    public bool MayTakeTask(string name) => _takersOfTasks.Contains(name);

    /// <summary>
    /// A method of the source that is written to return a task in a task has this name, or something in the source is declared as a
    /// <c>Channel&lt;Task&gt;</c> or the like, whose methods answer the task of an element. False is certain for methods of the source.
    /// </summary>
    public bool MayReturnNestedTask(string name) => _hasContainersOfTasks || _namesOfNestedTasks.Contains(name);

    private static HashSet<string> WithoutSuffixes(HashSet<string> names)
    {
        const string Suffix = "Async";
        const string LongSuffix = "TaskAsync";
        var synchronous = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (name.EndsWith(Suffix, StringComparison.Ordinal))
            {
                synchronous.Add(name.Substring(0, name.Length - Suffix.Length));
                if (name.EndsWith(LongSuffix, StringComparison.Ordinal))
                {
                    synchronous.Add(name.Substring(0, name.Length - LongSuffix.Length));
                }
            }
        }

        return synchronous;
    }

    private void AddSource(Compilation compilation, HashSet<string> awaitableTypes)
    {
        var declared = new List<DeclaredNames>();
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            if (tree is CSharpSyntaxTree)
            {
                declared.Add(DeclaredNames.Of(tree));
            }
        }

        foreach (DeclaredNames names in declared)
        {
            awaitableTypes.UnionWith(names.AwaitableTypes);
        }

        foreach (DeclaredNames names in declared)
        {
            _takersOfTasks.UnionWith(names.TakersOfTasks);
            _namesOfNestedTasks.UnionWith(names.NestedTasks);
            _hasContainersOfTasks |= names.HasContainersOfTasks;
            foreach ((string method, string returnType) in names.Methods)
            {
                // An alias may stand for an awaitable: a type name that nothing declares counts as one.
                if (awaitableTypes.Contains(returnType) || names.Aliases.Contains(returnType))
                {
                    _names.Add(method);
                }
            }
        }
    }

    /// <summary>What one tree declares, by syntax alone.</summary>
    private sealed class DeclaredNames
    {
        private static readonly ConditionalWeakTable<SyntaxTree, DeclaredNames> PerTree = new();

        private DeclaredNames(SyntaxTree tree)
        {
            foreach (SyntaxNode node in tree.GetRoot().DescendantNodes(static node => node is not (StatementSyntax or AttributeListSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax)
                || node is GlobalStatementSyntax))
            {
                switch (node)
                {
                    case MethodDeclarationSyntax { Identifier.ValueText: var name, ReturnType: var type, Parent: var parent }:
                        Add(name, type);
                        if (IsOfTask(type, isTask: true))
                        {
                            NestedTasks.Add(name);
                        }

                        AddTakerOfTasks(name, ((MethodDeclarationSyntax)node).ParameterList);
                        if (name == "GetAwaiter")
                        {
                            AddAwaitable(parent);
                        }

                        break;
                    case ConstructorDeclarationSyntax constructor:
                        AddTakerOfTasks(constructor.Identifier.ValueText, constructor.ParameterList);
                        break;
                    case PropertyDeclarationSyntax { Type: GenericNameSyntax { Identifier.ValueText: "Func", TypeArgumentList.Arguments: { Count: > 0 } arguments } } property:
                        Add(property.Identifier.ValueText, arguments[arguments.Count - 1]);
                        break;
                    case FieldDeclarationSyntax { Declaration: { Type: GenericNameSyntax { Identifier.ValueText: "Func", TypeArgumentList.Arguments: { Count: > 0 } arguments } } declaration }:
                        foreach (VariableDeclaratorSyntax field in declaration.Variables)
                        {
                            Add(field.Identifier.ValueText, arguments[arguments.Count - 1]);
                        }

                        break;
                    case VariableDeclarationSyntax { Type: var type } when IsOfTask(type, isTask: false):
                    case PropertyDeclarationSyntax { Type: var declared } when IsOfTask(declared, isTask: false):
                        HasContainersOfTasks = true;
                        break;
                    case UsingDirectiveSyntax { Alias: { } alias }:
                        Aliases.Add(alias.Name.Identifier.ValueText);
                        break;
                }
            }
        }

        public List<(string Method, string ReturnType)> Methods { get; } = new();

        public List<string> AwaitableTypes { get; } = new();

        public HashSet<string> Aliases { get; } = new(StringComparer.Ordinal);

        public HashSet<string> TakersOfTasks { get; } = new(StringComparer.Ordinal);

        public HashSet<string> NestedTasks { get; } = new(StringComparer.Ordinal);

        public bool HasContainersOfTasks { get; private set; }

        public static DeclaredNames Of(SyntaxTree tree) => PerTree.GetValue(tree, static tree => new DeclaredNames(tree));

        private void Add(string method, TypeSyntax type)
        {
            while (type is NullableTypeSyntax or QualifiedNameSyntax or AliasQualifiedNameSyntax)
            {
                type = type switch
                {
                    NullableTypeSyntax nullable => nullable.ElementType,
                    QualifiedNameSyntax qualified => qualified.Right,
                    _ => ((AliasQualifiedNameSyntax)type).Name,
                };
            }

            if (type is SimpleNameSyntax name)
            {
                Methods.Add((method, name.Identifier.ValueText));
            }
        }

        /// <summary>
        /// <c>Task&lt;Task&gt;</c>, or a channel, a source of a completion or a block of tasks: its methods answer a task of an element.
        /// </summary>
        private static bool IsOfTask(TypeSyntax type, bool isTask)
        {
            while (type is NullableTypeSyntax or QualifiedNameSyntax)
            {
                type = type is NullableTypeSyntax nullable ? nullable.ElementType : ((QualifiedNameSyntax)type).Right;
            }

            return type is GenericNameSyntax { TypeArgumentList.Arguments: { Count: > 0 } arguments, Identifier.ValueText: var name }
                && (isTask ? name is "Task" or "ValueTask"
                    : name.StartsWith("Channel", StringComparison.Ordinal) || name is "TaskCompletionSource"
                    || name.EndsWith("Block", StringComparison.Ordinal))
                && arguments[arguments.Count - 1] is SimpleNameSyntax { Identifier.ValueText: "Task" or "ValueTask" };
        }

        private void AddTakerOfTasks(string name, ParameterListSyntax parameters)
        {
            foreach (ParameterSyntax parameter in parameters.Parameters)
            {
                if (parameter is { Type: SimpleNameSyntax { Identifier.ValueText: "Task" }, Default: null })
                {
                    TakersOfTasks.Add(name);
                }
            }
        }

        private void AddAwaitable(SyntaxNode? declaringType)
        {
            if (declaringType is BaseTypeDeclarationSyntax type)
            {
                AwaitableTypes.Add(type.Identifier.ValueText);
            }
        }
    }

    /// <summary>What one referenced assembly declares, read from its metadata tables without making symbols.</summary>
    private sealed class ReferencedNames
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
                if ((method.Attributes & System.Reflection.MethodAttributes.MemberAccessMask) == System.Reflection.MethodAttributes.Private)
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
                    awaitable = AwaitableTypes.Contains(name) || name.EndsWith("Task", StringComparison.Ordinal) || name.EndsWith("Awaitable", StringComparison.Ordinal);
                    isAwaitable.Add(type, awaitable);
                }

                if (awaitable)
                {
                    Methods.Add(reader.GetString(method.Name));
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

        /// <summary>The class or struct (or the generic type) that a method returns; nil for all others (ECMA-335 II.23.2.1).</summary>
        private static EntityHandle ReturnType(BlobReader signature)
        {
            SignatureHeader header = signature.ReadSignatureHeader();
            if (header.IsGeneric)
            {
                signature.ReadCompressedInteger();
            }

            signature.ReadCompressedInteger();
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
}
