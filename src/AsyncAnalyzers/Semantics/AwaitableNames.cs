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

    private const string Suffix = "Async";

    /// <summary>Stands for a first parameter of a type that no simple name tells.</summary>
    public const string AnyType = "*";

    private readonly HashSet<string> _names = new(StringComparer.Ordinal) { "Invoke", "Task", "ValueTask", "GetAwaiter" };
    private readonly HashSet<string> _takersOfTasks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _namesOfNestedTasks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _firstParameters = new(StringComparer.Ordinal);
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
            AddFirstParameters(reference.FirstParameters);
        }

        AddSource(compilation, awaitableTypes);
        _synchronousNames = new Lazy<HashSet<string>>(() => WithoutSuffixes(_names));
    }

    public static AwaitableNames Of(Compilation compilation)
        => PerCompilation.GetValue(compilation, static compilation => new AwaitableNames(compilation));

    /// <summary>False is certain, but for delegates in variables: those have names that begin in lower case or with an underscore.</summary>
    public bool MayReturnAwaitable(string name)
        => name.EndsWith("Async", StringComparison.Ordinal) || char.IsLower(name[0]) || name[0] is '_' or '@' || _names.Contains(name);

    /// <summary>A method of this name returns an awaitable. False is certain.</summary>
    public bool HasMethod(string name) => _names.Contains(name);

    /// <summary>A method that returns an awaitable is called like this one with <c>Async</c> or <c>TaskAsync</c> behind the name. False is certain.</summary>
    public bool HasAsyncForm(string name) => _synchronousNames.Value.Contains(name);

    /// <summary>
    /// Of the static methods of the name that return an awaitable, the simple names of the types of their first parameters:
    /// <see cref="AnyType"/> for what has none. Null where no method may be an extension method.
    /// </summary>
    public IReadOnlyCollection<string>? FirstParametersOf(string method)
        => _firstParameters.TryGetValue(method, out HashSet<string> types) ? types : null;

    /// <summary>A method, or the constructor of a type, of this name in the source has a parameter that is written as a task. False is certain.</summary>
    public bool MayTakeTask(string name) => _takersOfTasks.Contains(name);

    /// <summary>
    /// A method of the source that is written to return a task in a task has this name, or something in the source is declared as a
    /// <c>Channel&lt;Task&gt;</c> or the like, whose methods answer the task of an element. False is certain for methods of the source.
    /// </summary>
    public bool MayReturnNestedTask(string name) => _hasContainersOfTasks || _namesOfNestedTasks.Contains(name);

    private static HashSet<string> WithoutSuffixes(HashSet<string> names)
    {
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

    private void AddFirstParameters(IEnumerable<(string Method, string Type)> parameters)
    {
        foreach ((string method, string type) in parameters)
        {
            if (!_firstParameters.TryGetValue(method, out HashSet<string> types))
            {
                _firstParameters.Add(method, types = new HashSet<string>(StringComparer.Ordinal));
            }

            types.Add(type);
        }
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

        var aliases = new HashSet<string>(StringComparer.Ordinal);
        foreach (DeclaredNames names in declared)
        {
            awaitableTypes.UnionWith(names.AwaitableTypes);
            aliases.UnionWith(names.Aliases);
        }

        foreach (DeclaredNames names in declared)
        {
            _takersOfTasks.UnionWith(names.TakersOfTasks);
            _namesOfNestedTasks.UnionWith(names.NestedTasks);
            _hasContainersOfTasks |= names.HasContainersOfTasks;
            AddFirstParameters(names.FirstParameters.Select(
                parameter => (parameter.Method, aliases.Contains(parameter.Type) ? AnyType : parameter.Type)));
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
                        AddFirstParameter((MethodDeclarationSyntax)node);
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

        public List<(string Method, string Type)> FirstParameters { get; } = new();

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

        /// <summary>Of extension methods, by <c>this</c> or by a block that is no type of its own.</summary>
        private void AddFirstParameter(MethodDeclarationSyntax method)
        {
            bool isExtension = method.ParameterList.Parameters.Count > 0
                && method.ParameterList.Parameters[0].Modifiers.Any(SyntaxKind.ThisKeyword);
            if (isExtension
                || method.Parent is not (ClassDeclarationSyntax or StructDeclarationSyntax or InterfaceDeclarationSyntax or RecordDeclarationSyntax))
            {
                TypeSyntax? type = isExtension ? method.ParameterList.Parameters[0].Type : null;
                bool isNamed = type is SimpleNameSyntax or QualifiedNameSyntax
                    && method.TypeParameterList?.Parameters.Any(parameter => parameter.Identifier.ValueText == type.ToString()) != true;
                FirstParameters.Add((method.Identifier.ValueText, (isNamed ? TypeNames.Of(type) : null) ?? AnyType));
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
}
