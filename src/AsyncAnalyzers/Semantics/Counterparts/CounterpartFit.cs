namespace AsyncAnalyzers.Semantics;

/// <summary>Whether a method that the arguments of a synchronous call bind to means the same.</summary>
internal static class CounterpartFit
{
    public static bool Fits(IMethodSymbol candidate, CounterpartCall call)
        => !IsObsolete(candidate)
            && candidate.ReturnType.IsAwaitable(call.Model, call.Call.SpanStart)
            && ArgumentsMeanTheSame(candidate, call)
            && ResultFits(candidate, call)
            && !ComesBack(candidate, call)
            && !CounterpartBody.IsWrapperOf(candidate, call.Method.Name, call.Model.CancellationToken);

    /// <summary>The cheap half of <see cref="Fits"/>, before anything is bound. False is certain.</summary>
    public static bool MayFit(IMethodSymbol candidate, CounterpartCall call)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.Call.ArgumentList.Arguments;
        ImmutableArray<IParameterSymbol> parameters = candidate.Parameters;
        int receivers = ReceiversOf(candidate, call);
        int required = parameters.Count(parameter
            => !parameter.IsOptional && !parameter.IsParams && !parameter.Type.Is(call.Model.Types.CancellationToken)) - receivers;
        if (required > arguments.Count
            || (parameters.Length - receivers < arguments.Count && !parameters.Any(parameter => parameter.IsParams)))
        {
            return false;
        }

        for (int index = 0; index < arguments.Count && arguments[index].NameColon is null; index++)
        {
            if (At(call.Method.Parameters, null, index) is { } from && At(parameters, null, index + receivers) is { } to
                && !MayBeSame(from.OriginalDefinition.Type, to.OriginalDefinition.Type))
            {
                return false;
            }
        }

        return true;

        // Delegates have to be the same. One that answers a task is none that answers nothing or a value that is written down.
        static bool MayBeSame(ITypeSymbol from, ITypeSymbol to)
            => from is not INamedTypeSymbol { DelegateInvokeMethod: { } run }
                || to is not INamedTypeSymbol { DelegateInvokeMethod: { } runs }
                || (run.Parameters.Length == runs.Parameters.Length && run.ReturnsVoid == runs.ReturnsVoid
                    && (SymbolEqualityComparer.Default.Equals(run.ReturnType.OriginalDefinition, runs.ReturnType.OriginalDefinition)
                        || run.ReturnType.TypeKind == TypeKind.TypeParameter || runs.ReturnType.TypeKind == TypeKind.TypeParameter));
    }

    public static bool IsObsolete(IMethodSymbol candidate)
    {
        IMethodSymbol definition = candidate.ReducedFrom ?? candidate;
        return definition.GetAttributes().Concat(definition.ContainingType?.GetAttributes() ?? ImmutableArray<AttributeData>.Empty)
            .Any(attribute
                => attribute.AttributeClass is
                {
                    Name: "ObsoleteAttribute",
                    ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true }
                });
    }

    /// <summary>The value of <c>await</c>; null for none.</summary>
    public static ITypeSymbol? ResultOf(ITypeSymbol awaitable, CodeModel model, int position)
    {
        if (awaitable.IsTaskOrValueTask(model.Types))
        {
            ITypeSymbol? task = awaitable;
            while (task is not null && !task.Is(model.Types.TaskOfT) && !task.Is(model.Types.ValueTaskOfT))
            {
                task = task.BaseType;
            }

            return (task as INamedTypeSymbol)?.TypeArguments[0];
        }

        ITypeSymbol? awaiter = model.LookupSymbols(position, awaitable, "GetAwaiter", includeReducedExtensionMethods: true)
            .OfType<IMethodSymbol>().FirstOrDefault(method => method.Parameters.IsEmpty)?.ReturnType;
        for (; awaiter is not null; awaiter = awaiter.BaseType)
        {
            if (awaiter.GetMembers("GetResult").OfType<IMethodSymbol>().FirstOrDefault(method
                => method.Parameters.IsEmpty) is { } getResult)
            {
                return getResult.ReturnsVoid ? null : getResult.ReturnType;
            }
        }

        return null;
    }

    private static bool ResultFits(IMethodSymbol candidate, CounterpartCall call)
    {
        if (call.IsResultUnused)
        {
            return true;
        }

        if (call.Method.ReturnsVoid
            || ResultOf(candidate.ReturnType, call.Model, call.Call.SpanStart) is not { } result)
        {
            return false;
        }

        return Converts(result, call.Method.ReturnType)
            || (call.Model.GetTypeInfo(call.Call).ConvertedType is { } converted
                && !SymbolEqualityComparer.Default.Equals(converted, call.Method.ReturnType) && Converts(result, converted));

        bool Converts(ITypeSymbol from, ITypeSymbol to)
            => call.Model.Compilation.ClassifyConversion(from, to) is { IsIdentity: true } or { IsImplicit: true, IsReference: true };
    }

    /// <summary>
    /// Each argument reaches a parameter of the same or a wider type, not one of another meaning: spans become memory, and
    /// where the parameters of the two are ordered otherwise, an argument without a name would be taken for another.
    /// </summary>
    private static bool ArgumentsMeanTheSame(IMethodSymbol candidate, CounterpartCall call)
    {
        ImmutableArray<IParameterSymbol> given = call.Method.Parameters;
        ImmutableArray<IParameterSymbol> taken = candidate.Parameters;
        if (candidate.Parameters.Any(parameter => parameter.RefKind is not (RefKind.None or RefKind.In)))
        {
            return false;
        }

        SeparatedSyntaxList<ArgumentSyntax> arguments = call.Call.ArgumentList.Arguments;
        for (int index = 0; index < arguments.Count; index++)
        {
            string? name = arguments[index].NameColon?.Name.Identifier.ValueText;
            IParameterSymbol? from = At(given, name, index);
            IParameterSymbol? to = ParameterAt(candidate, call, name, index);
            if (from is null || to is null || !IsSameOrWider(from, to, arguments[index], call))
            {
                return false;
            }

            if (name is null
                && from.Name != to.Name
                && taken.Any(other => other.Name == from.Name && !SymbolEqualityComparer.Default.Equals(other, to)))
            {
                return false;
            }
        }

        // What is left to a default must be the same default.
        foreach (IParameterSymbol omitted in given)
        {
            if (omitted.HasExplicitDefaultValue && !call.Gives(omitted)
                && taken.FirstOrDefault(parameter => parameter.Name == omitted.Name) is { HasExplicitDefaultValue: true } same
                && !Equals(same.ExplicitDefaultValue, omitted.ExplicitDefaultValue))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The parameter that an argument of the call reaches: by its name, or by its place.</summary>
    public static IParameterSymbol? ParameterAt(IMethodSymbol candidate, CounterpartCall call, string? name, int index)
        => At(candidate.Parameters, name, index + ReceiversOf(candidate, call));

    /// <summary>Bound through its class, an extension method has its receiver as the first parameter.</summary>
    private static int ReceiversOf(IMethodSymbol candidate, CounterpartCall call)
        => candidate.IsExtensionMethod && candidate.ReducedFrom is null && call.Receiver is not null ? 1 : 0;

    private static IParameterSymbol? At(ImmutableArray<IParameterSymbol> parameters, string? name, int index)
        => name is not null ? parameters.FirstOrDefault(parameter => parameter.Name == name)
            : index < parameters.Length ? parameters[index]
            : parameters.LastOrDefault() is { IsParams: true } last ? last
            : null;

    private static bool IsSameOrWider(IParameterSymbol from, IParameterSymbol to, ArgumentSyntax argument, CounterpartCall call)
    {
        if (from.Type.TypeKind == TypeKind.Delegate || to.Type.TypeKind == TypeKind.Delegate)
        {
            return SymbolEqualityComparer.Default.Equals(from.Type, to.Type);
        }

        return IsWider(from.Type, to.Type)
            || (from.IsParams && !to.IsParams && from.Type is IArrayTypeSymbol array && IsWider(array.ElementType, to.Type));

        bool IsWider(ITypeSymbol narrow, ITypeSymbol wide)
        {
            Conversion conversion = call.Model.Compilation.ClassifyConversion(narrow, wide);
            return conversion.IsImplicit
                && (!conversion.IsUserDefined || IsMemory(wide))
                || (narrow.Name is "Span" or "ReadOnlySpan" && IsMemory(wide));
        }

        static bool IsMemory(ITypeSymbol type) => type.Name is "Memory" or "ReadOnlyMemory" or "ArraySegment"
            && type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true };
    }

    /// <summary>The candidate is the method that the call stands in, what that one overrides or implements, or one that calls it.</summary>
    private static bool ComesBack(IMethodSymbol candidate, CounterpartCall call)
    {
        IMethodSymbol definition = (candidate.ReducedFrom ?? candidate).OriginalDefinition;
        for (ISymbol? symbol = call.Model.GetEnclosingSymbol(call.Call.SpanStart); symbol is not null
            and not INamespaceOrTypeSymbol; symbol = symbol.ContainingSymbol)
        {
            if (symbol is IMethodSymbol { MethodKind: not (MethodKind.LambdaMethod or MethodKind.AnonymousFunction) } method
                && (BlockingApis.MeaningsOf(method.OriginalDefinition, withInterfaces: true).Any(meaning
                    => SymbolEqualityComparer.Default.Equals(meaning, definition))
                    // One overload mostly calls the other.
                    || (method.Name == definition.Name && call.Receiver is null or ThisExpressionSyntax or BaseExpressionSyntax)
                    || CounterpartBody.Calls(definition, method.Name, call.Model.CancellationToken)))
            {
                return true;
            }
        }

        return false;
    }
}
