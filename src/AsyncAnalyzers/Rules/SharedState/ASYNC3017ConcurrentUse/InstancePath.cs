namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// An object that code can name from several places: <c>this</c> (no parts), a variable, a static member, or a chain of members of one of
/// these. Another path may lead to the same object: what is equal is one object, what is not may be.
/// </summary>
internal sealed class InstancePath : IEquatable<InstancePath>
{
    private const int MaximumDepth = 4;

    public static readonly InstancePath This = new(ImmutableArray<ISymbol>.Empty);

    private readonly ImmutableArray<ISymbol> _parts;

    private InstancePath(ImmutableArray<ISymbol> parts) => _parts = parts;

    /// <summary>What the path begins with; null for <c>this</c>.</summary>
    public ISymbol? Root => _parts.IsEmpty ? null : _parts[0];

    /// <summary>The path begins with a variable of a function, and with no state of an object or a type.</summary>
    public bool IsOfVariable => Root is ILocalSymbol || (Root is IParameterSymbol parameter && !CapturedParameters.Is(parameter));

    /// <summary>The path is <c>this</c>, or begins with a member of it.</summary>
    public bool IsOfThis => Root is null || (!IsOfVariable && !Root.IsStatic);

    /// <summary>As a reader knows it.</summary>
    public string Text => _parts.IsEmpty ? "this" : string.Join(".", _parts.Select(static part => part.Name));

    /// <summary>
    /// Null for what may lead to another object each time: calls, elements, variables that are set again, computed properties.
    /// </summary>
    public static InstancePath? Of(ExpressionSyntax expression, CodeModel model, int depth = 0)
    {
        if (depth > MaximumDepth)
        {
            return null;
        }

        switch (CallSyntax.WithoutCasts(expression))
        {
            case ThisExpressionSyntax or BaseExpressionSyntax:
                return This;
            case IdentifierNameSyntax name:
                return OfSymbol(This, model.SymbolOf(name));
            case MemberAccessExpressionSyntax { RawKind: (int)SyntaxKind.SimpleMemberAccessExpression } access:
                ISymbol? member = model.SymbolOf(access);
                InstancePath? holder = member is null ? null : member.IsStatic ? This
                    : Of(access.Expression, model, depth + 1);
                return holder is null ? null : OfSymbol(holder, member);
            case MemberBindingExpressionSyntax binding:
                return CallSyntax.Receiver(binding.Name) is { } receiver && Of(receiver, model, depth + 1) is { } before
                    ? OfSymbol(before, model.SymbolOf(binding))
                    : null;
            default:
                return null;
        }

        InstancePath? OfSymbol(InstancePath holder, ISymbol? symbol)
        {
            switch (symbol)
            {
                case ILocalSymbol { IsRef: false } local:
                    return OfLocal(local, model, depth);
                case IFieldSymbol { IsConst: false }:
                    return IsSynchronized(model.SyntaxOf(symbol))
                        ? null : holder.Add(symbol);
                case IParameterSymbol { RefKind: RefKind.None }:
                    return holder.Add(symbol);
                case IPropertySymbol { IsIndexer: false } property:
                    return OfProperty(holder, property, model, depth);
                default:
                    return null;
            }
        }
    }

    /// <summary>The object that a path in the called function leads to where it is called; null where that is not known.</summary>
    /// <param name="call">The call.</param>
    /// <param name="called">The function as it is called, an extension method in its reduced form.</param>
    /// <param name="function">The declaration that the path is in.</param>
    /// <param name="model">The model of the call.</param>
    public InstancePath? At(InvocationExpressionSyntax call, IMethodSymbol called, SyntaxNode function, CodeModel model)
    {
        if (IsOfThis)
        {
            return called.MethodKind == MethodKind.LocalFunction ? this
                : CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!) switch
                {
                    null or ThisExpressionSyntax or BaseExpressionSyntax => this,
                    var receiver => Of(receiver, model)?.Add(_parts),
                };
        }

        if (!IsOfVariable || !IsDeclaredIn(function))
        {
            return this;
        }

        return Root is IParameterSymbol parameter && ArgumentFor(parameter, call, called) is { } argument
            ? Of(argument, model)?.Add(_parts.RemoveAt(0))
            : null;
    }

    /// <summary>The path begins with a variable that is declared inside of the node.</summary>
    public bool IsDeclaredIn(SyntaxNode node)
        => IsOfVariable && Root!.IsDeclaredWithin(node);

    /// <inheritdoc/>
    public bool Equals(InstancePath? other)
        => other is not null && _parts.Length == other._parts.Length
            && _parts.Zip(other._parts, SymbolEqualityComparer.Default.Equals).All(static same => same);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as InstancePath);

    /// <inheritdoc/>
    public override int GetHashCode() => _parts.IsEmpty ? 0 : SymbolEqualityComparer.Default.GetHashCode(_parts[_parts.Length - 1]);

    private InstancePath Add(ISymbol part) => new(_parts.Add(part));

    private InstancePath Add(ImmutableArray<ISymbol> parts) => new(_parts.AddRange(parts));

    /// <summary>A variable that is set once: where that is to another path, this path.</summary>
    private static InstancePath? OfLocal(ILocalSymbol local, CodeModel model, int depth)
    {
        if (model.SyntaxOf(local) is not VariableDeclaratorSyntax declarator)
        {
            return This.Add(local);
        }

        CodeModel own = model.In(declarator.SyntaxTree);
        return LocalAssignments.Of(declarator, own).Any() || IsSynchronized(declarator) ? null
            : declarator.Initializer?.Value is IdentifierNameSyntax or MemberAccessExpressionSyntax
                && Of(declarator.Initializer.Value, own, depth + 1) is { } alias ? alias
            : This.Add(local);
    }

    /// <summary><c>TextWriter.Synchronized(…)</c>, <c>Stream.Synchronized(…)</c>: it lines the calls up.</summary>
    private static bool IsSynchronized(SyntaxNode? declarator)
        => declarator is VariableDeclaratorSyntax { Initializer.Value: InvocationExpressionSyntax call }
            && CallSyntax.CalledName(call) == "Synchronized";

    private static InstancePath? OfProperty(InstancePath holder, IPropertySymbol property, CodeModel model, int depth)
    {
        if (property.DeclaringSyntaxReferences.IsEmpty)
        {
            return property.IsStatic || !(OneCallTypes.Contains(property.Type) || IsOfRequest(property.Type)) ? null : holder.Add(property);
        }

        if (SafeCode.IsAutomatic(property, model.CancellationToken))
        {
            return holder.Add(property);
        }

        // Db => _db;
        return holder.Root is null && property.DeclaringSyntaxReferences[0].GetSyntax(model.CancellationToken)
            is PropertyDeclarationSyntax { ExpressionBody.Expression: { } value }
            && model.Compilation.ContainsSyntaxTree(value.SyntaxTree)
            ? Of(value, model.In(value.SyntaxTree), depth + 1)
            : null;
    }

    private static bool IsOfRequest(ITypeSymbol type)
        => type is
        {
            Name: "HttpContext" or "HttpRequest" or "HttpResponse",
            ContainingNamespace: { Name: "Http", ContainingNamespace.Name: "AspNetCore" }
        };

    private static ExpressionSyntax? ArgumentFor(IParameterSymbol parameter, InvocationExpressionSyntax call, IMethodSymbol called)
    {
        int ordinal = parameter.Ordinal;
        return called.ReducedFrom is not null && --ordinal < 0
            ? CallSyntax.Receiver(CallSyntax.CalledNameSyntax(call)!)
            : GivenArgument.For(parameter.Name, ordinal, call.ArgumentList.Arguments);
    }
}
