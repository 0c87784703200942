using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>What the source, one tree or all of a project, declares that may be awaited or takes tasks, by syntax alone.</summary>
internal sealed class AwaitableDeclarations : IEquatable<AwaitableDeclarations>
{
    private static readonly ConditionalWeakTable<SyntaxTree, AwaitableDeclarations> PerTree = new();

    private AwaitableDeclarations()
    {
    }

    private AwaitableDeclarations(CompilationUnitSyntax root)
    {
        Aliases.UnionWith(TypeNames.AliasesIn(root.Usings));
        AddMembers(root.Members);
    }

    /// <summary>The methods, and what may be called like one, with the simple names of the types that they return.</summary>
    public HashSet<(string Method, string ReturnType)> Methods { get; } = new();

    public HashSet<string> AwaitableTypes { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Aliases { get; } = new(StringComparer.Ordinal);

    public HashSet<string> TakersOfTasks { get; } = new(StringComparer.Ordinal);

    public HashSet<string> NestedTasks { get; } = new(StringComparer.Ordinal);

    public bool HasContainersOfTasks { get; private set; }

    public HashSet<(string Method, string Type)> FirstParameters { get; } = new();

    /// <summary>What one tree declares.</summary>
    public static AwaitableDeclarations Of(SyntaxTree tree, CancellationToken cancellationToken)
        => PerTree.TryGetValue(tree, out AwaitableDeclarations found)
            ? found
            : PerTree.GetValue(tree, one => new AwaitableDeclarations((CompilationUnitSyntax)one.GetRoot(cancellationToken)));

    /// <summary>What all trees of a project declare. A type that an alias may stand for is any type.</summary>
    public static AwaitableDeclarations Merge(AwaitableDeclarations[] trees)
    {
        var all = new AwaitableDeclarations();
        foreach (AwaitableDeclarations tree in trees)
        {
            all.Aliases.UnionWith(tree.Aliases);
        }

        foreach (AwaitableDeclarations tree in trees)
        {
            all.AwaitableTypes.UnionWith(tree.AwaitableTypes);
            all.TakersOfTasks.UnionWith(tree.TakersOfTasks);
            all.NestedTasks.UnionWith(tree.NestedTasks);
            all.HasContainersOfTasks |= tree.HasContainersOfTasks;
            foreach ((string method, string returnType) in tree.Methods)
            {
                all.Methods.Add((method, tree.Aliases.Contains(returnType) ? AwaitableNames.AnyType : returnType));
            }

            foreach ((string method, string type) in tree.FirstParameters)
            {
                all.FirstParameters.Add((method, all.Aliases.Contains(type) ? AwaitableNames.AnyType : type));
            }
        }

        return all;
    }

    public bool Equals(AwaitableDeclarations other)
        => ReferenceEquals(this, other)
            || (HasContainersOfTasks == other.HasContainersOfTasks
                && Methods.SetEquals(other.Methods)
                && AwaitableTypes.SetEquals(other.AwaitableTypes)
            && Aliases.SetEquals(other.Aliases) && TakersOfTasks.SetEquals(other.TakersOfTasks) && NestedTasks.SetEquals(other.NestedTasks)
            && FirstParameters.SetEquals(other.FirstParameters));

    public override bool Equals(object other) => other is AwaitableDeclarations declarations && Equals(declarations);

    public override int GetHashCode() => Methods.Count;

    private void AddMembers(SyntaxList<MemberDeclarationSyntax> members)
    {
        foreach (MemberDeclarationSyntax member in members)
        {
            switch (member)
            {
                case BaseNamespaceDeclarationSyntax @namespace:
                    Aliases.UnionWith(TypeNames.AliasesIn(@namespace.Usings));
                    AddMembers(@namespace.Members);
                    break;
                case TypeDeclarationSyntax type:
                    AddMembers(type.Members);
                    break;
                case MethodDeclarationSyntax method:
                    AddMethod(method);
                    break;
                case ConstructorDeclarationSyntax constructor:
                    AddTakerOfTasks(constructor.Identifier.ValueText, constructor.ParameterList);
                    break;
                case PropertyDeclarationSyntax property:
                    AddVariable(property.Type, property.Identifier);
                    break;
                case BaseFieldDeclarationSyntax { Declaration: var declaration }:
                    foreach (VariableDeclaratorSyntax field in declaration.Variables)
                    {
                        AddVariable(declaration.Type, field.Identifier);
                    }

                    break;
            }
        }
    }

    private void AddMethod(MethodDeclarationSyntax method)
    {
        string name = method.Identifier.ValueText;
        Add(name, method.ReturnType);
        if (IsOfTask(method.ReturnType, isTask: true))
        {
            NestedTasks.Add(name);
        }

        AddTakerOfTasks(name, method.ParameterList);
        AddFirstParameter(method);
        if (name == "GetAwaiter" && method.Parent is BaseTypeDeclarationSyntax awaitable)
        {
            AwaitableTypes.Add(awaitable.Identifier.ValueText);
        }
    }

    private void AddVariable(TypeSyntax type, SyntaxToken identifier)
    {
        if (type is GenericNameSyntax { Identifier.ValueText: "Func", TypeArgumentList.Arguments: { Count: > 0 } arguments })
        {
            Add(identifier.ValueText, arguments[arguments.Count - 1]);
        }

        HasContainersOfTasks |= IsOfTask(type, isTask: false);
    }

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
            || method.Parent is not (
                ClassDeclarationSyntax or StructDeclarationSyntax or InterfaceDeclarationSyntax or RecordDeclarationSyntax))
        {
            TypeSyntax? type = isExtension ? method.ParameterList.Parameters[0].Type : null;
            bool isNamed = type is SimpleNameSyntax or QualifiedNameSyntax
                && method.TypeParameterList?.Parameters.Any(parameter => parameter.Identifier.ValueText == type.ToString()) != true;
            FirstParameters.Add((method.Identifier.ValueText, (isNamed ? TypeNames.Of(type) : null) ?? AwaitableNames.AnyType));
        }
    }
}
