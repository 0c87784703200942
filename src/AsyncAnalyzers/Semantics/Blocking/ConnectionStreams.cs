namespace AsyncAnalyzers.Semantics;

/// <summary>
/// Streams that are connections: of a socket, a pipe, TLS over one. What may as well be a buffer, a file or memory is none.
/// </summary>
internal static class ConnectionStreams
{
    private const int MaximumDepth = 5;

    private static readonly HashSet<string> Connections = new(StringComparer.Ordinal)
    {
        "NetworkStream", "SslStream", "NegotiateStream", "AuthenticatedStream", "PipeStream",
    };

    private enum Certainty
    {
        None,

        /// <summary>All who make the object in this compilation hand it a connection; others may not, or set its field.</summary>
        OfCreations,

        Certain,
    }

    /// <summary>The methods of one byte, which have no asynchronous counterpart of their own name.</summary>
    public static bool IsByteMethod(string name) => name is "ReadByte" or "WriteByte";

    /// <summary>
    /// <c>socketStream.ReadByte()</c>: the method, where the stream is a connection; null where it may be something else.
    /// </summary>
    /// <param name="call">A call by such a name (<see cref="IsByteMethod"/>).</param>
    /// <param name="model">The model of the call.</param>
    /// <param name="isCertain">False where the object is handed the stream, by all who make it here; others may hand it another.</param>
    public static IMethodSymbol? ByteMethodOf(InvocationExpressionSyntax call, CodeModel model, out bool isCertain)
    {
        isCertain = false;
        if (CallSyntax.CalledNameSyntax(call) is not { } name
            || CallSyntax.Receiver(name) is not { } receiver
            || CallSyntax.MethodOf(call, model) is not { IsStatic: false } method
            || !method.ContainingType.IsOrDerivesFrom(model.Types.Stream)
            || !method.DeclaringSyntaxReferences.IsEmpty
            || AvailableData.IsKnown(call, method, model))
        {
            return null;
        }

        Certainty certainty = Of(receiver, model, 0);
        isCertain = certainty == Certainty.Certain;
        return certainty == Certainty.None ? null : method;
    }

    private static Certainty Of(ExpressionSyntax stream, CodeModel model, int depth)
    {
        ExpressionSyntax value = CallSyntax.WithoutCasts(stream);
        if (depth > MaximumDepth)
        {
            return Certainty.None;
        }

        // Each branch for itself: `tls ? sslStream : networkStream` has no type of its own.
        switch (value)
        {
            case ConditionalExpressionSyntax either:
                return Least(Of(either.WhenTrue, model, depth + 1), Of(either.WhenFalse, model, depth + 1));
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } either:
                Certainty first = Of(either.Left, model, depth + 1);
                return either.Right is ThrowExpressionSyntax ? first : Least(first, Of(either.Right, model, depth + 1));
        }

        if (model.TypeOf(value) is not INamedTypeSymbol type)
        {
            return Certainty.None;
        }

        if (type.SelfAndBases().Any(static one => Connections.Contains(one.Name) && one.DeclaringSyntaxReferences.IsEmpty))
        {
            return Certainty.Certain;
        }

        if (!type.Is(model.Types.Stream))
        {
            return Certainty.None;
        }

        switch (value)
        {
            case InvocationExpressionSyntax call:
                return CallSyntax.CalledName(call) == "GetResponseStream"
                    && CallSyntax.MethodOf(call, model) is { ContainingType.Name: "WebResponse" or "HttpWebResponse" }
                    ? Certainty.Certain
                    : Certainty.None;
            case SimpleNameSyntax or MemberAccessExpressionSyntax:
                return model.SymbolOf(value) switch
                {
                    ILocalSymbol local when model.SyntaxOf(local) is VariableDeclaratorSyntax declarator
                        => OfAll(ValuesOf(declarator, model), model, depth),
                    IFieldSymbol { DeclaringSyntaxReferences.Length: 1 } field => Least(
                        field.IsReadOnly || field.DeclaredAccessibility == Accessibility.Private
                            ? Certainty.Certain
                            : Certainty.OfCreations,
                        OfAll(ValuesOf(field, model), model, depth)),
                    IPropertySymbol { DeclaringSyntaxReferences.Length: 1, IsVirtual: false, IsAbstract: false } property
                        => OfProperty(property, model, depth),
                    IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter
                        => OfCreations(parameter, model, depth),
                    _ => Certainty.None,
                };
            default:
                return Certainty.None;
        }
    }

    private static Certainty Least(Certainty one, Certainty other) => one < other ? one : other;

    /// <summary>Of the values, but for <c>null</c>, all are connections. (A null value stands for one that is not in sight.)</summary>
    private static Certainty OfAll(IEnumerable<ExpressionSyntax?> values, CodeModel model, int depth)
    {
        Certainty? least = null;
        foreach (ExpressionSyntax? value in values)
        {
            if (value is not null && CallSyntax.WithoutSuppression(value).Kind()
                is SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression)
            {
                continue;
            }

            Certainty certainty = value is null ? Certainty.None : Of(value, model.In(value.SyntaxTree), depth + 1);
            if (certainty == Certainty.None)
            {
                return certainty;
            }

            least = least is { } before ? Least(before, certainty) : certainty;
        }

        return least ?? Certainty.None;
    }

    private static IEnumerable<ExpressionSyntax?> ValuesOf(VariableDeclaratorSyntax local, CodeModel model)
        => LocalAssignments.Of(local, model).Select(ValueIn)
            .Concat(local.Initializer is { Value: var initial } ? new[] { initial } : Array.Empty<ExpressionSyntax>());

    private static IEnumerable<ExpressionSyntax?> ValuesOf(IFieldSymbol field, CodeModel model)
        => NameMentions.InType(field.ContainingType, field.Name, model)
            .Select(Writes.ExpressionOf)
            .Where(static written => written.Parent is AssignmentExpressionSyntax assignment && assignment.Left == written
                || written.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None })
            .Select(static written => ValueIn(written.Parent!))
            .Concat(model.SyntaxOf(field) is VariableDeclaratorSyntax { Initializer.Value: { } initial }
                ? new[] { initial }
                : Array.Empty<ExpressionSyntax>());

    private static ExpressionSyntax? ValueIn(SyntaxNode write)
        => write is AssignmentExpressionSyntax
        {
            RawKind: (int)SyntaxKind.SimpleAssignmentExpression or (int)SyntaxKind.CoalesceAssignmentExpression, Right: var value,
        }
            ? value
            : null;

    private static Certainty OfProperty(IPropertySymbol property, CodeModel model, int depth)
        => property.SetMethod is null && model.SyntaxOf(property) is PropertyDeclarationSyntax { ExpressionBody.Expression: { } value }
            ? Of(value, model.In(value.SyntaxTree), depth + 1)
            : Certainty.None;

    /// <summary>What the object is handed by all who make it in this compilation.</summary>
    private static Certainty OfCreations(IParameterSymbol parameter, CodeModel model, int depth)
    {
        var constructor = (IMethodSymbol)parameter.ContainingSymbol;
        var handed = new List<ExpressionSyntax?>();
        foreach (SimpleNameSyntax name in ProjectMentions.Of(
            constructor.ContainingType.Name, model.Compilation, model.CancellationToken))
        {
            if (name.FirstAncestorOrSelf<ObjectCreationExpressionSyntax>() is { } creation && creation.Type.Span.Contains(name.Span)
                && SymbolEqualityComparer.Default.Equals(
                    model.In(creation.SyntaxTree).GetSymbolInfo(creation).Symbol?.OriginalDefinition, constructor))
            {
                handed.Add(creation.ArgumentList?.Arguments is { } arguments && arguments.Count > parameter.Ordinal
                    && arguments[parameter.Ordinal].NameColon is null
                    ? arguments[parameter.Ordinal].Expression
                    : null);
            }
        }

        return Least(OfAll(handed, model, depth), Certainty.OfCreations);
    }
}
