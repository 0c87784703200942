using System.Collections.Concurrent;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// The functions of a compilation that a call site runs. What hands out a task, runs later or elsewhere, comes from another
/// assembly, or is marked by the user is none.
/// </summary>
internal sealed class CalledFunctions(Compilation compilation, DeclaredNodes declared, BlockingApis apis)
{
    /// <summary>A method with this in a <c>SuppressMessage</c> attribute blocks with its author's knowledge.</summary>
    private const string Id = "ASYNC1006";

    private static readonly KeyValuePair<ISymbol, object?>[] NoFlags = Array.Empty<KeyValuePair<ISymbol, object?>>();

    private readonly KnownTypes _types = KnownTypes.Of(compilation);
    private readonly ConcurrentDictionary<(SyntaxNode Node, string Known), CalledFunction> _functions = new();
    private readonly ConcurrentDictionary<(CalledGroup Group, string Known), CalledGroup> _groups = new();
    private readonly ConcurrentDictionary<IMethodSymbol, object?> _implementations = new(SymbolEqualityComparer.Default);

    /// <summary>What a function does may depend on a parameter of this name.</summary>
    public Func<SyntaxNode, string, CancellationToken, bool> Matters { get; set; } = static (_, _, _) => true;

    /// <summary>The model of a tree of this compilation: a chain leads through other files than the one that is analyzed.</summary>
    public SemanticModel ModelOf(SyntaxTree tree) => TreeModels.Of(tree, compilation);

    /// <summary>What the call site runs: functions, and groups of which one is run.</summary>
    /// <param name="site">The call site.</param>
    /// <param name="model">The model of its tree.</param>
    /// <param name="known">What is known of the parameters of the function that it is in.</param>
    public IEnumerable<object> At(CallSite site, CodeModel model, KnownArguments known)
        => With(TargetsAt(site, model), model, known);

    /// <summary>What the call site runs, whatever is known of parameters.</summary>
    public CallTargets TargetsAt(CallSite site, CodeModel model)
    {
        switch (site.Kind)
        {
            case CallKind.Call:
                return Calls(site, model);
            case CallKind.Creation:
                return model.SymbolOf(site.Node) is IMethodSymbol constructor
                    ? new CallTargets(Constructors(constructor, model.CancellationToken).ToArray(), constructor,
                        ((BaseObjectCreationExpressionSyntax)site.Node).ArgumentList)
                    : CallTargets.None;
            case CallKind.Property:
                var property = (IdentifierNameSyntax)site.Node;
                object[] accessors = Accessors(property, model).ToArray();
                return accessors.Length > 0 && OwnMember.NameOf(Writes.ExpressionOf(property)) is not null
                    ? new CallTargets(accessors, FlagsBefore: SetFlags.Before(property, model), OnOwnObject: property)
                    : new CallTargets(accessors);
            case CallKind.Disposal:
                return site.Receiver is not null && DisposeOf(TypeOf(site, model)) is { } dispose
                    ? CallTargets.One(FunctionsOf(dispose.Method, isExact: false, dispose.Type, model.CancellationToken))
                    : CallTargets.None;
            default:
                ForEachStatementInfo loop = model.Semantic.GetForEachStatementInfo((CommonForEachStatementSyntax)site.Node);
                return new CallTargets(new[] { loop.GetEnumeratorMethod, loop.MoveNextMethod }.OfType<IMethodSymbol>()
                    .Select(method => FunctionsOf(method, isExact: false, null, model.CancellationToken)).OfType<object>().ToArray());
        }
    }

    /// <summary>The same functions and groups, with what the arguments say about their parameters.</summary>
    public object[] With(CallTargets targets, CodeModel model, KnownArguments known)
        => targets.IsDelegate ? Array.ConvertAll(targets.Functions, lambda => (object)Function(((CalledFunction)lambda).Node, known))
            : targets.Called is not null || targets.IsOnOwnObject ? Array.ConvertAll(targets.Functions, target
                => WithArguments(target, targets, model, known))
            : targets.Functions;

    /// <summary>
    /// What runs with a constructor before its own body: initializers, and another constructor, also where it is not written.
    /// </summary>
    public IEnumerable<object> RunBefore(SyntaxNode function, CodeModel model)
    {
        IMethodSymbol? chained = ChainedConstructor(function, model);
        if (chained is not null)
        {
            foreach (object called in Constructors(chained, model.CancellationToken))
            {
                yield return called;
            }
        }

        INamedTypeSymbol? type = function switch
        {
            ConstructorDeclarationSyntax { Initializer: null }
                or ConstructorDeclarationSyntax { Initializer.ThisOrBaseKeyword.RawKind: (int)SyntaxKind.BaseKeyword }
                => (model.GetDeclaredSymbol(function) as IMethodSymbol)?.ContainingType,
            TypeDeclarationSyntax => model.GetDeclaredSymbol(function) as INamedTypeSymbol,
            _ => null,
        };
        if (type is null)
        {
            yield break;
        }

        if (function is ConstructorDeclarationSyntax)
        {
            foreach (SyntaxReference part in type.DeclaringSyntaxReferences)
            {
                yield return Function(part.GetSyntax(model.CancellationToken));
            }
        }

        if (chained is null
            && type.BaseType?.InstanceConstructors.FirstOrDefault(constructor => constructor.Parameters.IsEmpty) is { } implied)
        {
            foreach (object called in Constructors(implied, model.CancellationToken))
            {
                yield return called;
            }
        }
    }

    /// <summary>The constructor that a constructor names: <c>: base(x)</c>, <c>: this(x)</c>, <c>class C(T x) : B(x)</c>.</summary>
    private static IMethodSymbol? ChainedConstructor(SyntaxNode function, CodeModel model)
        => function switch
        {
            ConstructorDeclarationSyntax { Initializer: { } initializer }
                => model.SymbolOf(initializer) as IMethodSymbol,
            TypeDeclarationSyntax { BaseList: { } bases } when bases.Types.FirstOrDefault() is PrimaryConstructorBaseTypeSyntax @base
                => model.SymbolOf(@base) as IMethodSymbol,
            _ => null,
        };

    private static IEnumerable<object> One(object? target) => target is null ? Array.Empty<object>() : new[] { target };

    private static ITypeSymbol? TypeOf(CallSite site, CodeModel model) => site.Node switch
    {
        UsingStatementSyntax { Declaration.Type: { } type } => model.TypeOf(type),
        LocalDeclarationStatementSyntax { Declaration.Type: { } type } => model.TypeOf(type),
        _ => model.TypeOf(site.Receiver!),
    };

    /// <summary>The Dispose that a <c>using</c> of the type calls: as far as the class hierarchy of this compilation tells.</summary>
    private static (IMethodSymbol Method, INamedTypeSymbol Type)? DisposeOf(ITypeSymbol? type)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } named)
        {
            return null;
        }

        INamedTypeSymbol? disposable = named.AllInterfaces.FirstOrDefault(implemented
            => implemented.SpecialType == SpecialType.System_IDisposable);
        IMethodSymbol? method = disposable is null
            ? named.IsRefLikeType
                ? named.GetMembers("Dispose").OfType<IMethodSymbol>().FirstOrDefault(candidate => candidate.Parameters.IsEmpty)
                : null
            : named.FindImplementationForInterfaceMember(disposable.GetMembers("Dispose")[0]) as IMethodSymbol;
        return method is null ? null : (method, named);
    }

    /// <summary>What tells conditions in a function, where something is known of its parameters.</summary>
    public ConstantEvaluation EvaluationIn(KnownArguments known, CodeModel model)
        => new(known, model, ModelOf);

    private CallTargets Calls(CallSite site, CodeModel model)
    {
        InvocationExpressionSyntax invocation = site.Invocation!;
        if (CallSyntax.MethodOf(invocation, model) is not { } method)
        {
            return CallTargets.None;
        }

        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return CallTargets.One(LocalDelegate(site, model)) with { IsDelegate = true };
        }

        if ((IsIterator(method, model.CancellationToken) && !IsEnumerated(invocation))
            || UnawaitedRequest.Is(invocation, model))
        {
            return CallTargets.None;
        }

        bool isExact = site.Receiver is BaseExpressionSyntax or BaseObjectCreationExpressionSyntax;
        object? target = FunctionsOf(method, isExact, site.Receiver is null or BaseExpressionSyntax
            ? null
            : model.TypeOf(site.Receiver) as INamedTypeSymbol, model.CancellationToken);
        bool isOnOwnObject = !method.IsStatic && site.Receiver is null or ThisExpressionSyntax or BaseExpressionSyntax
            && method.MethodKind != MethodKind.LocalFunction;
        return CallTargets.One(target) with
        {
            Called = method,
            Arguments = invocation.ArgumentList,
            OnOwnObject = isOnOwnObject ? invocation : null,
            FlagsBefore = isOnOwnObject ? SetFlags.Before(invocation, model) : null,
        };
    }

    /// <summary>The same function or group for a call whose arguments say something about its parameters.</summary>
    private object WithArguments(object target, CallTargets targets, CodeModel model, KnownArguments caller)
    {
        IReadOnlyList<KeyValuePair<int, object?>> values = targets.Called is { } called
            ? KnownArguments.Of(called, targets.Arguments, EvaluationIn(caller, model))
            : Array.Empty<KeyValuePair<int, object?>>();
        KeyValuePair<ISymbol, object?>[] flags = FlagsOf(targets, caller);
        if (target is CalledFunction function)
        {
            return WithValues(function, values, flags, caller, model.CancellationToken);
        }

        if (values.Count == 0 && flags.Length == 0)
        {
            return target;
        }

        // Each implementation has parameters of its own.
        return _groups.GetOrAdd(
            ((CalledGroup)target, string.Join(";", values.Select(pair => $"{pair.Key}={pair.Value ?? "null"}")
                .Concat(flags.Select(flag => $"{flag.Key.Name}={flag.Value}")))),
            key => new CalledGroup(Array.ConvertAll(key.Group.Functions, one
                => WithValues(one, values, flags, KnownArguments.None, model.CancellationToken))));
    }

    /// <summary>What the function sets or asks for before the call, and what its caller knows if nothing has been called since.</summary>
    private static KeyValuePair<ISymbol, object?>[] FlagsOf(CallTargets targets, KnownArguments caller)
        => !targets.IsOnOwnObject ? NoFlags
            : caller.Flags.Any() && SetFlags.IsFirstCall(targets.OnOwnObject!) ? caller.Flags.Concat(targets.FlagsBefore!).ToArray()
            : targets.FlagsBefore!.ToArray();

    private CalledFunction WithValues(
        CalledFunction function, IReadOnlyList<KeyValuePair<int, object?>> values, KeyValuePair<ISymbol, object?>[] flags,
        KnownArguments caller, CancellationToken cancellationToken)
    {
        // What is nested in the caller, or beside it in the same function, sees the same parameters.
        KnownArguments known = function.Node is LocalFunctionStatementSyntax ? caller : KnownArguments.None;
        CodeModel model = CodeModel.Of(ModelOf(function.Node.SyntaxTree), cancellationToken);
        if (values.Count > 0 && FunctionSyntax.SymbolOf(function.Node, model) is { } method)
        {
            known = known.With(values
                .Where(pair => pair.Key < method.Parameters.Length
                    && Matters(function.Node, method.Parameters[pair.Key].Name, cancellationToken)
                    && IsKept(method.Parameters[pair.Key].Name, pair.Value))
                .Select(pair => new KeyValuePair<ISymbol, object?>(method.Parameters[pair.Key], pair.Value)));
        }

        if (flags.Length > 0)
        {
            known = known.With(flags.Where(flag => SetFlags.MayMatter(flag, function.Node)));
        }

        return known.IsEmpty ? function : Function(function.Node, known);

        // What is not null stays so where it is only filled for null: x ??= …, if (x is null) { x = …; }
        bool IsKept(string parameter, object? value)
            => LocalAssignments.WritesOf(parameter, function.Node, model).All(write => value == NonNullValues.Some
                && write is AssignmentExpressionSyntax assignment
                && (assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression)
                    || ControllingCondition.Of(assignment).Any(condition => condition.Pattern is null
                        && !condition.Tested.IsKind(SyntaxKind.LogicalOrExpression)
                        && !condition.Tested.IsKind(SyntaxKind.LogicalAndExpression)
                        && NonNullValues.IsTestedBy(condition.Tested, !condition.Holds, parameter))));
    }

    /// <summary>The lambda that a local variable is set to, and never to another one.</summary>
    private CalledFunction? LocalDelegate(CallSite site, CodeModel model)
    {
        ExpressionSyntax invoked = site.Name == "Invoke" && site.Receiver is not null ? site.Receiver : (ExpressionSyntax)site.Node;
        return model.SymbolOf(invoked) is ILocalSymbol local
            && model.SyntaxOf(local) is VariableDeclaratorSyntax { Initializer.Value: AnonymousFunctionExpressionSyntax lambda } declarator
            && !FunctionSyntax.IsAsync(lambda)
            && FunctionSyntax.Enclosing(declarator) is { } function
            && !LocalAssignments.IsWritten(local.Name, function, model)
                ? Function(lambda)
                : null;
    }

    private IEnumerable<object> Accessors(IdentifierNameSyntax name, CodeModel model)
    {
        if (CallSyntax.IsInNameOf(name) || model.SymbolOf(name) is not IPropertySymbol property)
        {
            return Array.Empty<object>();
        }

        AccessKind access = Writes.AccessOf(Writes.ExpressionOf(name));
        IMethodSymbol? getter = (access & AccessKind.Read) != 0 ? property.GetMethod : null;
        IMethodSymbol? setter = (access & AccessKind.Write) != 0 ? property.SetMethod : null;
        return new[] { getter, setter }.OfType<IMethodSymbol>()
            .SelectMany(accessor => One(FunctionsOf(accessor, CallSyntax.Receiver(name) is BaseExpressionSyntax, null,
                model.CancellationToken)));
    }

    private IEnumerable<object> Constructors(IMethodSymbol constructor, CancellationToken cancellationToken)
    {
        if (!IsOfThisCompilation(constructor.ContainingType) || IsMarked(constructor, cancellationToken))
        {
            yield break;
        }

        if (constructor.OriginalDefinition.DeclaringSyntaxReferences.FirstOrDefault()
            ?.GetSyntax(cancellationToken) is ConstructorDeclarationSyntax declaration)
        {
            yield return Function(declaration);
            yield break;
        }

        // Implicit, or primary: the initializers are all there is to run.
        foreach (SyntaxReference part in constructor.ContainingType.DeclaringSyntaxReferences
            .OrderBy(static part => part.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(static part => part.Span.Start))
        {
            yield return Function(part.GetSyntax(cancellationToken));
        }
    }

    /// <summary>
    /// One function where it is certain which one runs, a group where it is one of several; null where it may be one that is not known
    /// here.
    /// </summary>
    private object? FunctionsOf(IMethodSymbol called, bool isExact, INamedTypeSymbol? receiver, CancellationToken cancellationToken)
    {
        IMethodSymbol method = (called.ReducedFrom ?? called).OriginalDefinition;
        method = method.PartialImplementationPart ?? method;
        if (!IsOfThisCompilation(method) || IsMarked(method, cancellationToken))
        {
            return null;
        }

        bool isVirtual = method.ContainingType is { IsSealed: false, IsValueType: false } && method.MethodKind != MethodKind.LocalFunction
            && (method.ContainingType.TypeKind == TypeKind.Interface
                ? method is { IsStatic: false, DeclaredAccessibility: not Accessibility.Private }
                : (method.IsVirtual || method.IsAbstract || method.IsOverride) && !method.IsSealed);
        return !isVirtual || isExact || receiver is { IsSealed: true } ? Source(method, cancellationToken)
            : _implementations.GetOrAdd(method, one => GroupOf(one, cancellationToken));
    }

    private object? GroupOf(IMethodSymbol method, CancellationToken cancellationToken)
    {
        var found = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        if (!method.IsAbstract && method.ContainingType.TypeKind != TypeKind.Interface)
        {
            found.Add(method);
        }

        foreach (TypeDeclarationSyntax candidate in declared.WithDerived(method.ContainingType.Name))
        {
            if (ModelOf(candidate.SyntaxTree).GetDeclaredSymbol(candidate, cancellationToken) is not { } type)
            {
                continue;
            }

            if (method.ContainingType.TypeKind != TypeKind.Interface)
            {
                found.UnionWith(type.GetMembers(method.Name).OfType<IMethodSymbol>().Where(member
                    => !member.IsAbstract && Overrides(member, method)));
            }
            else if (type is { TypeKind: TypeKind.Class or TypeKind.Struct, IsAbstract: false })
            {
                foreach (INamedTypeSymbol implemented in type.AllInterfaces)
                {
                    if (SymbolEqualityComparer.Default.Equals(implemented.OriginalDefinition, method.ContainingType)
                        && implemented.GetMembers(method.Name).FirstOrDefault(member
                            => SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, method)) is { } member
                        && type.FindImplementationForInterfaceMember(member) is IMethodSymbol implementation)
                    {
                        found.Add(MostDerived(implementation, type).OriginalDefinition);
                    }
                }
            }
        }

        var functions = new List<CalledFunction>();
        foreach (IMethodSymbol implementation in found)
        {
            if (!IsOfThisCompilation(implementation)
                || IsMarked(implementation, cancellationToken)
                || Source(implementation.PartialImplementationPart ?? implementation, cancellationToken) is not { } function)
            {
                return null;
            }

            functions.Add(function);
        }

        // Which one a message names does not depend on the order of the files.
        functions = functions.OrderBy(static one => one.Node.SyntaxTree.FilePath, StringComparer.Ordinal)
            .ThenBy(static one => one.Node.SpanStart).ToList();
        return functions.Count switch
        {
            0 => null,
            1 => functions[0],
            _ => new CalledGroup(functions.ToArray()),
        };
    }

    /// <summary>What runs on an object of the type where the method is called.</summary>
    private static IMethodSymbol MostDerived(IMethodSymbol method, INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null
            && !SymbolEqualityComparer.Default.Equals(current, method.ContainingType); current = current.BaseType)
        {
            if (current.GetMembers(method.Name).OfType<IMethodSymbol>().FirstOrDefault(member
                => Overrides(member, method.OriginalDefinition)) is { } overriding)
            {
                return overriding;
            }
        }

        return method;
    }

    private static bool Overrides(IMethodSymbol member, IMethodSymbol method)
    {
        for (IMethodSymbol? current = member.OverriddenMethod; current is not null; current = current.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, method))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The function with its body; null for one that is asynchronous, or has none.</summary>
    private CalledFunction? Source(IMethodSymbol method, CancellationToken cancellationToken)
        => !method.IsAsync && !method.ReturnType.IsTaskLike(_types) && !method.ReturnType.IsTask(_types)
            && CalledSource.DeclarationOf(method, cancellationToken) is { } declaration && FunctionSyntax.Body(declaration) is not null
                ? Function(declaration)
                : null;

    private CalledFunction Function(SyntaxNode node) => Function(node, KnownArguments.None);

    private CalledFunction Function(SyntaxNode node, KnownArguments known)
        => _functions.TryGetValue((node, known.Key), out CalledFunction? found)
            ? found
            : _functions.GetOrAdd((node, known.Key), new CalledFunction(node, known));

    private bool IsOfThisCompilation(ISymbol symbol)
        => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, compilation.Assembly);

    private bool IsMarked(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (apis.IsExcluded(method))
        {
            return true;
        }

        SyntaxNode? declaration = method.FirstSyntax(cancellationToken);
        SyntaxList<AttributeListSyntax> attributes = declaration switch
        {
            MemberDeclarationSyntax member => member.AttributeLists,
            LocalFunctionStatementSyntax local => local.AttributeLists,
            AccessorDeclarationSyntax { Parent.Parent: BasePropertyDeclarationSyntax property } => property.AttributeLists,
            _ => default,
        };
        return attributes.Count > 0
            && attributes.Any(list => list.Attributes.Any(attribute => attribute.ArgumentList?.ToString().Contains(Id) == true));
    }

    /// <summary>A method with <c>yield</c>: its body runs when its result is gone through.</summary>
    private static bool IsIterator(IMethodSymbol method, CancellationToken cancellationToken)
        => method.ReturnType.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_IEnumerable_T
            or SpecialType.System_Collections_IEnumerable
                or SpecialType.System_Collections_Generic_IEnumerator_T or SpecialType.System_Collections_IEnumerator
            && CalledSource.DeclarationOf(method, cancellationToken) is { } declaration
            && FunctionSyntax.Body(declaration) is BlockSyntax body
            && FunctionSyntax.OwnNodes(body).Any(node => node is YieldStatementSyntax);

    /// <summary>The sequence is gone through on the spot: by foreach, or by what LINQ makes of it.</summary>
    private static bool IsEnumerated(ExpressionSyntax sequence) => sequence.Parent switch
    {
        CommonForEachStatementSyntax loop => loop.Expression == sequence,
        ParenthesizedExpressionSyntax parenthesized => IsEnumerated(parenthesized),
        MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when access.Expression == sequence
            => access.Name.Identifier.ValueText switch
            {
                "ToList" or "ToArray" or "ToDictionary" or "ToHashSet" or "ToLookup" or "ToImmutableArray" or "ToImmutableList" or "Count"
                    or "LongCount" or "Sum" or "Min" or "Max" or "Average" or "Aggregate"
                    or "Any" or "All" or "First" or "FirstOrDefault" or "Last" or "LastOrDefault" or "Single" or "SingleOrDefault"
                        or "Contains" or "SequenceEqual"
                        => true,
                "Where" or "Select" or "SelectMany" or "OrderBy" or "OrderByDescending" or "ThenBy" or "Distinct" or "Reverse" or "OfType"
                    or "Cast" or "Skip" or "Take" or "Concat"
                    => IsEnumerated(call),
                _ => false,
            },
        _ => false,
    };
}
